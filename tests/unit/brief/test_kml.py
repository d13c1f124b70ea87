from xml.etree import ElementTree as ET

from coalface.brief.kml import render_kml

NAMES = {"k": "http://www.opengis.net/kml/2.2"}


def feature(kind: str = "Point", **properties: object) -> dict[str, object]:
    place = {"type": kind, "coordinates": [125.4, 38.7] if kind == "Point" else [[0, 0], [1, 1]]}
    return {"type": "Feature", "geometry": place, "properties": properties}


def parsed(*features: dict[str, object]) -> ET.Element:
    return ET.fromstring(render_kml({"features": features}))  # noqa: S314 - our own text


def test_each_point_is_a_placemark_with_its_facts() -> None:
    tree = parsed(feature(number=1, place="Nampo", note=None))

    (point,) = tree.findall(".//k:coordinates", NAMES)
    assert point.text == "125.4,38.7,0"
    data = {d.get("name"): d[0].text for d in tree.findall(".//k:Data", NAMES)}
    assert data == {"number": "1", "place": "Nampo"}


def test_markup_in_a_text_stays_text() -> None:
    text = "<script>&\"'</script>"

    tree = parsed(feature(**{'a"b': text}))

    assert tree.find(".//k:value", NAMES).text == text  # type: ignore[union-attr]


def test_what_is_no_point_is_left_out() -> None:
    assert b"Placemark" not in render_kml({"features": [feature("LineString")]})
