from datetime import date

import pytest

from coalface.claims.documents import Document
from coalface.claims.mentions import Actor, Commodity, Place, Vessel, find_mentions
from coalface.claims.mentions.figures import SCALES
from coalface.claims.mentions.gazetteer import Name, load_gazetteer
from coalface.claims.mentions.number_lists import load_number_words
from coalface.claims.mentions.units import load_units


def found_values(text: str) -> list[object]:
    return [mention.value for mention in find_mentions(Document("x", text, date(2024, 9, 18)))]


def is_found(name: Name) -> bool:
    """Say whether a name alone in a sentence comes back as what it stands for."""
    suffix = name.suffixes[0] if name.suffixes else ""
    for value in found_values(f"Word of {name.spelling}{suffix} came."):
        if isinstance(name.value, Place):
            if isinstance(value, Place) and value.id == name.value.id:
                return True
        elif isinstance(name.value, Vessel):
            if isinstance(value, Vessel) and value.name == name.value.name:
                return True
        elif value == name.value:
            return True
    return False


@pytest.mark.parametrize("kind", ["place", "vessel", "commodity", "actor"])
def test_every_name_of_the_gazetteer_is_found_as_what_it_stands_for(kind: str) -> None:
    gazetteer = load_gazetteer()
    names = [name for name in (*gazetteer.latin, *gazetteer.han) if name.type == kind]

    missed = [name.spelling for name in names if not is_found(name)]

    assert len(names) > 50
    assert missed == []


def test_one_spelling_stands_for_one_place() -> None:
    gazetteer = load_gazetteer()
    places: dict[str, set[str]] = {}
    for name in (*gazetteer.latin, *gazetteer.han):
        if isinstance(name.value, Place):
            places.setdefault(name.spelling.lower(), set()).add(name.value.id)

    assert {spelling: ids for spelling, ids in places.items() if len(ids) > 1} == {}


def test_every_port_has_a_name_that_is_found() -> None:
    gazetteer = load_gazetteer()

    ports = {
        name.value.id
        for name in gazetteer.latin
        if isinstance(name.value, Place) and name.value.kind == "port"
    }

    assert {"KP-NAMPO", "KP-SONGNIM", "CN-RIZHAO", "CN-DANDONG", "RU-VLADIVOSTOK"} <= ports
    assert len(ports) >= 55


def test_every_unit_is_read_after_a_figure() -> None:
    book = load_units()

    missed = [
        spelling
        for spelling, unit in book.units.items()
        if not any(
            getattr(value, "unit_std", "") == unit.std
            for value in found_values(f"It was 7 {spelling}.")
        )
    ]

    assert missed == []


def test_every_currency_is_read_before_and_after_a_figure() -> None:
    book = load_units()
    texts = [(f"It was {spelling} 7.", code) for spelling, code in book.before.items()]
    texts += [(f"It was 7 {spelling}.", code) for spelling, code in book.after.items()]

    missed = [
        text
        for text, code in texts
        if not any(getattr(value, "currency", "") == code for value in found_values(text))
    ]

    assert missed == []


def test_number_words_agree_with_scales() -> None:
    words = load_number_words()

    assert words.vague_scales["thousands"] == SCALES["thousand"]
    assert words.cardinals["ninety"] == 90
    assert set(words.parts) >= {"half", "third", "tenths"}


def test_kinds_of_people_are_written_in_small_letters() -> None:
    gazetteer = load_gazetteer()
    people = {
        name.value.name
        for name in (*gazetteer.latin, *gazetteer.han)
        if isinstance(name.value, Actor) and name.value.kind == "people"
    }

    assert people
    assert all(name == name.lower() for name in people)


def test_goods_have_ids_made_of_their_names() -> None:
    goods = {name.value for name in load_gazetteer().latin if isinstance(name.value, Commodity)}

    assert all(good.id == good.name.replace(" ", "_") for good in goods)


def test_a_ship_is_not_met_in_the_days_and_ranges_that_look_like_its_name() -> None:
    ships = [name.spelling for name in load_gazetteer().latin if name.type == "vessel"]

    assert [name for name in ships if not any(map(str.isalpha, name))] == []
