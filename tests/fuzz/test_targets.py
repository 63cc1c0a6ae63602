"""What must hold for any input of each reader holds for the corpus, and for inputs like it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from targets import TARGETS

CORPUS = Path(__file__).parent / "corpus"
SEEDS = {name: sorted((CORPUS / name).iterdir()) for name in TARGETS}


@st.composite
def damaged(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """Draw a file of the corpus with some pieces replaced by others."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        other = draw(st.sampled_from(seeds))
        start, length = draw(st.integers(0, len(data))), draw(st.integers(0, 12))
        source = draw(st.integers(0, len(other)))
        piece = draw(st.binary(max_size=4) | st.just(other[source : source + 30]))
        data = data[:start] + piece + data[start + length :]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_the_corpus_keeps_the_properties(name: str) -> None:
    for path in SEEDS[name]:
        TARGETS[name](path.read_bytes())


@pytest.mark.parametrize("name", TARGETS)
def test_inputs_like_the_corpus_keep_the_properties(name: str) -> None:
    @settings(max_examples=300)
    @given(damaged([path.read_bytes() for path in SEEDS[name]]))
    def try_target(data: bytes) -> None:
        TARGETS[name](data)

    try_target()
