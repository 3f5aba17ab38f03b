"""Names in French sentences."""

import pytest

from app.grammar import Filling, Name, names_of


@pytest.mark.parametrize(
    ("name", "le", "de", "a"),
    [
        ("France", "la France", "de la France", "à la France"),
        ("Mali", "le Mali", "du Mali", "au Mali"),
        ("Mexique", "le Mexique", "du Mexique", "au Mexique"),
        ("Allemagne", "l’Allemagne", "de l’Allemagne", "à l’Allemagne"),
        ("États-Unis", "les États-Unis", "des États-Unis", "aux États-Unis"),
        ("Royaume-Uni", "le Royaume-Uni", "du Royaume-Uni", "au Royaume-Uni"),
        ("Côte d’Ivoire", "la Côte d’Ivoire", "de la Côte d’Ivoire", "à la Côte d’Ivoire"),
        (
            "République tchèque",
            "la République tchèque",
            "de la République tchèque",
            "à la République tchèque",
        ),
        ("Burkina Faso", "le Burkina Faso", "du Burkina Faso", "au Burkina Faso"),
        ("Guinée-Bissau", "la Guinée-Bissau", "de la Guinée-Bissau", "à la Guinée-Bissau"),
        ("Haïti", "Haïti", "d’Haïti", "à Haïti"),
        ("Djibouti", "Djibouti", "de Djibouti", "à Djibouti"),
        ("MINUSMA", "la MINUSMA", "de la MINUSMA", "à la MINUSMA"),
        ("Serval", "Serval", "de Serval", "à Serval"),
        ("9 autres", "9 autres", "de 9 autres", "à 9 autres"),
        ("Union africaine", "l’Union africaine", "de l’Union africaine", "à l’Union africaine"),
    ],
)
def test_a_name_has_its_article(name: str, le: str, de: str, a: str) -> None:
    assert [format(Name(name), form) for form in ("le", "de", "à", "")] == [le, de, a, name]


def test_a_sentence_begins_with_a_capital_and_its_verb_agrees() -> None:
    said = "{who:Le} {who:a|ont} {n} soldats"
    assert said.format(who=Name("France"), n=3) == "La France a 3 soldats"
    assert said.format(who=Name("États-Unis"), n=3) == "Les États-Unis ont 3 soldats"
    both = names_of("Tchad, Niger et 2 autres", ["Tchad", "Niger", "2 autres"])
    assert said.format(who=both, n=3) == "Le Tchad, le Niger et 2 autres ont 3 soldats"
    assert f"{both}" == "Tchad, Niger et 2 autres"
    assert f"côté {both:de}" == "côté du Tchad, du Niger et de 2 autres"


def test_a_plain_word_is_taken_for_a_name_and_a_number_for_itself() -> None:
    filled = Filling().vformat("pour {place:le}, {n} fois, {n:>3}", (), {"place": "Mali", "n": 2})
    assert filled == "pour le Mali, 2 fois,   2"


def test_a_form_that_there_is_not_is_named() -> None:
    with pytest.raises(ValueError, match="chez"):
        format(Name("Mali"), "chez")
