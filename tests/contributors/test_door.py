"""Organisations and memberships entered and edited in forms, with the same history as everything else."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.contributors.door import (
    add_contributor,
    add_membership,
    add_organisation,
    edit_contributor,
    edit_membership,
)
from app.contributors.schemas import ContributorCreate, MembershipCreate, OrganisationCreate
from app.db import Database
from app.errors import Conflict, InvalidInput
from app.ledger.change import changing
from tests.operations.test_door import HISTORY, assert_sound, database_of, save
from tests.sheets.folders import asked
from tests.support.html_form import open_form
from tests.support.html_page import page_of

pytestmark = pytest.mark.slow
CSTO = {"code": "CSTO", "kind": "organisation", "name": "Collective Security Treaty Organization"}


def test_organisation_is_added_with_its_members(editor: TestClient) -> None:
    form = open_form(editor, "/contributors/new").fill(code="CSTO", name="Treaty Organization")
    refused = save(editor, form.fill(members="Russia; Narnia; Belarus", members_since="2002-10-07"))
    assert refused.response.status_code == 422
    assert "Narnia" in refused.error_of("members")
    assert asked(database_of(editor), "SELECT count(*) FROM contributor WHERE code = 'CSTO'") == [(0,)]
    saved = save(editor, refused.fill(members="Russia; Belarus; Kyrgyzstan"))
    assert saved.response.status_code == 303
    page = page_of(editor, saved.response.headers["location"])
    rows = page.table("Members of").rows
    assert [row["Member"].text for row in rows] == ["Belarus", "Kyrgyzstan", "Russia"]
    assert {row["First day"].text for row in rows} == {"7 Oct 2002"}
    assert_sound(database_of(editor))


def test_membership_ends_and_the_filter_follows(editor: TestClient) -> None:
    page = page_of(editor, "/contributors/ECOWAS/edit")
    [address] = page.table("Members of").find("Member", "Niger")["Edit"].links
    form = open_form(editor, address)
    assert "member" not in form.fields
    refused = save(editor, form.fill(since="2013-01-01", until="2012-01-01"))
    assert "is before" in refused.error_of("until")
    assert save(editor, refused.fill(since="", until="2013-01-31")).response.status_code == 303
    assert asked(database_of(editor), HISTORY) == [("updated", "membership", "ECOWAS NER")]
    for day, n in (("2013-01-31", 1), ("2013-02-01", 0)):
        of = f"/api/v1/contributors?member_of=ECOWAS&contributor=NER&as_of={day}"
        assert editor.get(of).json()["count"] == n
    new = open_form(editor, "/contributors/ECOWAS/members/new").fill(member="Niger", since="2013-06-01")
    assert save(editor, new).response.status_code == 303
    assert save(editor, open_form(editor, "/contributors/ECOWAS/members/new").fill(member="AU")).error_of(
        "member"
    )
    assert_sound(database_of(editor))


def test_name_of_another_is_refused(editor: TestClient) -> None:
    form = open_form(editor, "/contributors/ECOWAS/edit")
    refused = save(editor, form.fill(aliases="Ivory Coast"))
    assert "is a name of CIV too" in refused.error_of("aliases")
    assert save(editor, refused.fill(aliases="CEDEAO; West Africans")).response.status_code == 303
    assert page_of(editor, "/contributors?q=west+africans").main_links.count("/contributors/ECOWAS") == 1
    taken = save(editor, open_form(editor, "/contributors/new").fill(code="ecowas", name="X"))
    assert (taken.response.status_code, "The code ECOWAS is taken" in taken.words) == (409, True)


def test_country_gets_another_name_and_stays_a_country(editor: TestClient) -> None:
    form = open_form(editor, "/contributors/SWZ/edit")
    assert set(form.fields) == {"form_id", "version", "name", "name_fr", "aliases"}
    assert save(editor, form.fill(aliases="Swaziland; Ngwane")).response.status_code == 303
    found = editor.get("/api/v1/contributors/Ngwane").json()
    assert (found["code"], found["kind"], found["alpha2"]) == ("SWZ", "country", "SZ")


def test_commands_say_the_same_on_both_engines(any_database: Database) -> None:
    with changing(any_database, "test") as change:
        given = OrganisationCreate.model_validate({**CSTO, "members": ["RUS", "Belarus"]})
        assert add_organisation(change, given) == "CSTO"
        member = MembershipCreate(organisation="CSTO", member="ARM")
        number = add_membership(change, member)
    with changing(any_database, "test") as change:
        edit_contributor(change, "csto", ContributorCreate.model_validate({**CSTO, "name": "Another"}))
        ended = MembershipCreate.model_validate({**member.model_dump(), "until": "2024-02-23"})
        assert edit_membership(change, number, ended) == number
    # Who has no first day in it is known all the same.
    with pytest.raises(Conflict), changing(any_database, "test") as change:
        add_contributor(change, ContributorCreate.model_validate(CSTO))
    with pytest.raises(Conflict), changing(any_database, "test") as change:
        add_membership(change, member)
    with pytest.raises(InvalidInput, match="stays"), changing(any_database, "test") as change:
        edit_membership(change, number, member.model_copy(update={"member": "RUS"}))
    assert asked(any_database, "SELECT name, version FROM contributor WHERE code = 'CSTO'") == [
        ("Another", 2)
    ]
    assert len(asked(any_database, "SELECT 1 FROM membership")) == 3
    assert_sound(any_database)
