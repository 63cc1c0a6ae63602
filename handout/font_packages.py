"""Find the fonts that are installed: in Python packages, and in the folders of the system."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from handout.faces import system_folders

PACKAGES: Final = ("fontpkg_noto_sans_arabic", "manimgx_fonts_cjk")
"""Modules of the packages of the extra 'fonts', which have nothing but fonts in their folders."""


def installed_folders() -> tuple[Path, ...]:
    """Return the folders of fonts that are installed, those of packages first.

    Who has installed a package means it to be used.
    """
    return (*_package_folders(), *system_folders())


def _package_folders() -> tuple[Path, ...]:
    """Return the folders of the packages that are installed, without importing one."""
    specs = filter(None, map(find_spec, PACKAGES))
    return tuple(Path(folder) for spec in specs for folder in spec.submodule_search_locations or ())
