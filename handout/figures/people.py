"""The cast: the people who are drawn, what they look like and what they wear."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from handout.figures.palette import Role
from handout.figures.physique import Physique


class HairStyle(StrEnum):
    """How a person wears their hair."""

    BALD = "bald"
    RECEDING = "receding"
    CROPPED = "cropped"
    COMBED = "combed"
    """Thin, combed over from a parting."""
    PARTED = "parted"
    """Short, with a parting."""
    CURLS = "curls"
    BOB = "bob"
    BUN = "bun"
    TAIL = "tail"
    """Long and tied back."""
    HEADSCARF = "headscarf"


class Top(StrEnum):
    """What a person wears on the trunk."""

    T_SHIRT = "t-shirt"
    LONG_SLEEVES = "long-sleeves"
    TUNIC = "tunic"
    """Long sleeves, and down over the thighs."""


class Bottoms(StrEnum):
    """What a person wears on the legs."""

    TROUSERS = "trousers"
    SHORTS = "shorts"
    LEGGINGS = "leggings"
    SKIRT = "skirt"
    """To the knees, over leggings."""


class Footwear(StrEnum):
    """What a person wears on the feet."""

    BARE = "bare"
    SOCKS = "socks"
    SHOES = "shoes"


class Dress(Struct, frozen=True, kw_only=True):
    """What a person wears."""

    top: Top = Top.T_SHIRT
    bottoms: Bottoms = Bottoms.TROUSERS
    footwear: Footwear = Footwear.SHOES
    cardigan: bool = False
    glasses: bool = False


class Colours(Struct, frozen=True, kw_only=True):
    """The colours of a person and of what they wear, by the names that palettes have for them."""

    skin: str
    hair: str
    shirt: str
    trousers: str
    jacket: str = "sand"
    """Also of a skirt."""
    scarf: str = "sand"

    @property
    def dyes(self) -> Mapping[Role, str]:
        """The colour of each role that is the person's own."""
        return {
            Role.SKIN: self.skin, Role.HAIR: self.hair, Role.SHIRT: self.shirt,
            Role.TROUSERS: self.trousers, Role.JACKET: self.jacket, Role.SCARF: self.scarf,
        }  # fmt: skip


class Person(Struct, frozen=True, kw_only=True):
    """Who is drawn."""

    physique: Physique
    kyphosis_deg: float = 0.0
    """How much rounder the upper back is than a young adult's."""
    hair: HairStyle
    beard: bool = False
    dress: Dress = Dress()
    colours: Colours
    uses_wheelchair: bool = False
    """Whether a pose seats the person in a wheelchair rather than on a chair."""


CAST: Final[Mapping[str, Person]] = MappingProxyType(
    {
        "Lena": Person(
            physique=Physique(male=0.0, muscle=0.5, weight=0.45),
            hair=HairStyle.BUN,
            dress=Dress(bottoms=Bottoms.LEGGINGS),
            colours=Colours(skin="light", hair="brown", shirt="teal", trousers="navy"),
        ),
        "Kwame": Person(
            physique=Physique(male=1.0, age=0.1, muscle=0.7, weight=0.5, african=0.9),
            hair=HairStyle.CROPPED,
            dress=Dress(bottoms=Bottoms.SHORTS),
            colours=Colours(skin="dark", hair="black", shirt="white", trousers="denim"),
        ),
        "Ruth": Person(
            physique=Physique(male=0.0, age=0.92, muscle=0.4, weight=0.8),
            kyphosis_deg=14,
            hair=HairStyle.BUN,
            dress=Dress(cardigan=True),
            colours=Colours(
                skin="light", hair="white", shirt="sand", trousers="charcoal", jacket="rose"
            ),
        ),
        "Henry": Person(
            physique=Physique(male=1.0, age=0.85, muscle=0.38, weight=1.0),
            kyphosis_deg=12,
            hair=HairStyle.RECEDING,
            dress=Dress(top=Top.LONG_SLEEVES, glasses=True),
            colours=Colours(skin="fair", hair="grey", shirt="sky", trousers="brown"),
        ),
        "Amina": Person(
            physique=Physique(male=0.0, age=0.25, muscle=0.45, weight=0.55, african=0.35),
            hair=HairStyle.HEADSCARF,
            dress=Dress(top=Top.TUNIC),
            colours=Colours(
                skin="olive", hair="black", shirt="green", trousers="charcoal", scarf="sand"
            ),
        ),
        "Mei": Person(
            physique=Physique(male=0.0, age=0.5, muscle=0.45, weight=0.42, asian=1.0),
            hair=HairStyle.BOB,
            dress=Dress(top=Top.LONG_SLEEVES, footwear=Footwear.SOCKS),
            colours=Colours(skin="fair", hair="black", shirt="coral", trousers="denim"),
        ),
        "Ravi": Person(
            physique=Physique(male=1.0, age=0.35, muscle=0.45, weight=0.5, asian=0.5),
            hair=HairStyle.PARTED,
            beard=True,
            dress=Dress(),
            colours=Colours(skin="brown", hair="black", shirt="mustard", trousers="navy"),
        ),
        "Tomas": Person(
            physique=Physique(male=1.0, age=0.45, muscle=0.5, weight=2.0),
            hair=HairStyle.PARTED,
            beard=True,
            dress=Dress(bottoms=Bottoms.SHORTS),
            colours=Colours(skin="tan", hair="dark-brown", shirt="blue", trousers="charcoal"),
        ),
        "Ngozi": Person(
            physique=Physique(male=0.0, age=0.2, muscle=0.5, weight=1.7, african=1.0),
            hair=HairStyle.CURLS,
            dress=Dress(bottoms=Bottoms.LEGGINGS, footwear=Footwear.BARE),
            colours=Colours(skin="dark", hair="black", shirt="coral", trousers="black"),
        ),
        "Ingrid": Person(
            physique=Physique(male=0.0, age=0.3, muscle=0.5, weight=0.5),
            hair=HairStyle.TAIL,
            dress=Dress(bottoms=Bottoms.SKIRT),
            colours=Colours(
                skin="light", hair="blond", shirt="white", trousers="charcoal", jacket="denim"
            ),
        ),
        "Samuel": Person(
            physique=Physique(male=1.0, age=0.4, muscle=0.62, weight=0.3, african=0.6),
            hair=HairStyle.BALD,
            dress=Dress(),
            colours=Colours(skin="brown", hair="black", shirt="green", trousers="charcoal"),
            uses_wheelchair=True,
        ),
        "Hiroshi": Person(
            physique=Physique(male=1.0, age=0.95, muscle=0.35, weight=0.45, asian=1.0),
            kyphosis_deg=16,
            hair=HairStyle.COMBED,
            dress=Dress(top=Top.LONG_SLEEVES, cardigan=True),
            colours=Colours(
                skin="fair", hair="white", shirt="white", trousers="olive", jacket="denim"
            ),
        ),
        "Lucia": Person(
            physique=Physique(male=0.0, age=0.75, muscle=0.42, weight=1.4),
            kyphosis_deg=8,
            hair=HairStyle.CURLS,
            dress=Dress(glasses=True),
            colours=Colours(skin="olive", hair="grey", shirt="plum", trousers="navy"),
        ),
        "Mateo": Person(
            physique=Physique(male=1.0, muscle=0.9, weight=0.5),
            hair=HairStyle.PARTED,
            dress=Dress(bottoms=Bottoms.SHORTS, footwear=Footwear.BARE),
            colours=Colours(skin="tan", hair="dark-brown", shirt="grey", trousers="black"),
        ),
    }
)
"""By name."""

DEFAULT_PERSON: Final = "Lena"
"""Who is drawn where nobody is asked for."""
