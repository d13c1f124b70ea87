"""A report with bytes changed, cut or doubled is read or refused, and nothing else happens."""

import random
from pathlib import Path

import pytest
import typst

from coalface.claims.documents import Document
from coalface.claims.mentions import find_mentions
from coalface.errors import InputError
from coalface.pipeline.report_documents import document_of
from coalface.sources.reports import read_report

TEXT = """---
title: Invented
published: 2024-09-18
---

# Prices

Buyers offer RMB 380 to 420 a ton at 남포항 since 8월 12일, no more than 4만 톤. 据说每吨40美元。
"""
PAGE = (
    f"<!doctype html><html><head><title>x</title></head><body><p>{TEXT}</p><table><tr><td>5</table>"
)
N_A_KIND = 40


def mutate(content: bytes, rng: random.Random) -> bytes:
    """Change a few bytes, cut a stretch, double one, or put in marks that mean something."""
    data = bytearray(content)
    for _ in range(rng.randint(1, 6)):
        place = rng.randrange(max(len(data), 1))
        length = rng.randint(1, 40)
        kind = rng.randrange(5)
        if kind == 0:
            data[place : place + 1] = bytes([rng.randrange(256)])
        elif kind == 1:
            del data[place : place + length]
        elif kind == 2:
            data[place:place] = data[place : place + length] * rng.randint(1, 4)
        elif kind == 3:
            data[place:place] = rng.choice(
                [b"\xff\xfe", b"<script>", b"\x00", b"---\n", b"&#0;", b"%PDF-", b"\xe2\x80\x8b"]
            )
        else:
            data = data[:place]
    return bytes(data)


def read_or_refuse(path: Path) -> Document | None:
    """Give the document, or None where the file is refused by name; any other error is raised."""
    try:
        return document_of(read_report(path))
    except InputError as error:
        if path.name not in str(error):
            raise
        return None


@pytest.mark.parametrize(
    ("ending", "content", "least_read"),
    [
        ("md", TEXT.encode(), 10),
        ("html", PAGE.encode(), 10),
        ("txt", TEXT.encode("utf-16"), 10),
        ("pdf", typst.compile(b"Buyers offer 47 dollars.", format="pdf"), 0),  # packed: most break
    ],
)
def test_a_mutated_report_is_read_or_refused(
    ending: str, content: bytes, least_read: int, tmp_path: Path
) -> None:
    rng = random.Random(f"reports/{ending}")  # noqa: S311 - no secret hangs on it
    n_read = 0
    for number in range(N_A_KIND):
        path = tmp_path / f"{number}.{ending}"
        path.write_bytes(mutate(content, rng))
        document = read_or_refuse(path)
        if document is None:
            continue
        n_read += 1
        for mention in find_mentions(document):
            assert 0 <= mention.start < mention.end <= len(document.text)

    assert n_read >= least_read
