"""Names in capitals, as people write them."""

import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.files.fec_names import name_parts, natural_name
from storage.person_names import NameParts, is_same_name, name_key


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("WILD, SUSAN", "Susan Wild"),
        ('CRAMER, ROBERT E "BUD" JR', 'Robert E "Bud" Cramer Jr.'),
        ("O'MARA, WILLIAM EDWARD DR IV", "William Edward O'Mara IV"),
        ("MCCLAIN, MARY MRS.", "Mary McClain"),
        ("KAHELE, KAIALI'I", "Kaiali'i Kahele"),
        ("O''GABHANN, JAMES C. III", "James C. O'Gabhann III"),
        ("YOST, MICHAEL ''MIKE''", 'Michael "Mike" Yost'),
        ("SCHMIDT II, JAMES A MR.", "James A Schmidt II"),
        ("CONDIT, JR., JIM", "Jim Condit Jr."),
        ("CARL, JERRY LEE, JR", "Jerry Lee Carl Jr."),
        ("COX, TERRENCE JOHN (TJ)", "Terrence John (TJ) Cox"),
        ("MUCARSEL-POWELL, DEBBIE", "Debbie Mucarsel-Powell"),
        ("BOLA?OS SCOW, ADAM", "Adam Bola?os Scow"),
        ("FOX, DR. RICHARD B", "Richard B Fox"),
        ("SABLAN, GREGORIO REP.", "Gregorio Sablan"),
        ("NG, ANDREW", "Andrew Ng"),
        (" ANGELA GLASS", "Angela Glass"),
        ("EDEN", "Eden"),
        ("EWING, J.R.", "J.R. Ewing"),
        ("deGrasse, Neil", "Neil deGrasse"),
        ("ÁLVAREZ, JOSÉ", "José Álvarez"),
        ("", ""),
    ],
)
def test_names(raw: str, shown: str) -> None:
    assert natural_name(raw) == shown


@given(st.text(max_size=60))
def test_nothing_raises_and_words_stay_words(raw: str) -> None:
    shown = natural_name(raw)
    assert shown == " ".join(shown.split())
    assert bool(shown) == bool(raw.replace(",", " ").split()) or not any(map(str.isalnum, raw))


_WORDS = st.lists(
    st.text(string.ascii_uppercase, min_size=3, max_size=9).filter(
        lambda word: word not in {"MRS", "REV", "HON", "III", "PHD", "DDS", "ESQ", "FACS", "HONORABLE"}
    ),
    min_size=1,
    max_size=4,
)


@given(last=_WORDS, rest=_WORDS)
def test_every_letter_survives(last: list[str], rest: list[str]) -> None:
    shown = natural_name(f"{' '.join(last)}, {' '.join(rest)}")
    assert Counter(shown.upper()) == Counter(" ".join((*rest, *last)))
    assert all(word[0].isupper() for word in shown.split())


@pytest.mark.parametrize(
    ("raw", "official", "same"),
    [
        ("WILD, SUSAN", NameParts("Susan", "Wild"), True),
        ("WILD, SUSAN ELLIS", NameParts("Susan", "Wild"), True),
        ("WILD, SUSAN", NameParts("Susan Ellis", "Wild"), True),
        ("WILD, SUSAN ANN", NameParts("Susan Ellis", "Wild"), False),
        ("CARTWRIGHT, MATT", NameParts("Matthew", "Cartwright", "", ("Matt",)), True),
        ("PAYNE, DONALD", NameParts("Donald", "Payne", "Jr."), False),
        ("PAYNE, DONALD M. JR", NameParts("Donald", "Payne", "Jr."), True),
        ("WILD, S", NameParts("Susan", "Wild"), False),
        ("ALVAREZ, JOSE", NameParts("José", "Álvarez"), True),
        ("WILDE, SUSAN", NameParts("Susan", "Wild"), False),
        ("WILD", NameParts("", "Wild"), False),
    ],
)
def test_the_same_name(raw: str, official: NameParts, same: bool) -> None:
    assert is_same_name(name_parts(raw), official) is same
    assert is_same_name(official, name_parts(raw)) is same


def test_keys_forgive_what_is_not_the_name() -> None:
    assert name_key(" José  O’Hara-Smith Jr. ") == name_key("JOSE OHARA SMITH JR")
