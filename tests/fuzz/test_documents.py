"""Handouts with hostile texts of many scripts are complete in every edition and format."""

from __future__ import annotations

import pytest
from documents import check_documents
from hypothesis import Phase, settings


@pytest.mark.slow
def test_every_text_is_in_every_format_and_inside_the_margins() -> None:
    # To shrink a document that fails would take minutes; it is printed as it is.
    settings(max_examples=25, derandomize=True, phases=[Phase.generate])(check_documents)()
