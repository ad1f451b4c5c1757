"""Setting the coalition up: whoever does it first is admin, and the channel is tested at once."""

from storage.coalitions import Workspace as WorkspaceRow
from storage.coalitions import current
from storage.database import Purpose
from tests.handlers.seeing import answer, shows, with_words, words_of
from tests.handlers.stored import everything, facts, roles_given, working_on
from tests.workspace import BEN, CAMPAIGN, CORA, ELSEWHERE, GENERAL, Acted, Workspace, field_of


def filled(workspace: Workspace, user: str, **values: str | None) -> Acted:
    """The form, filled in and sent."""
    view = workspace.type("/coalition setup", user).view
    zone = workspace.pick("Time zone", "Chicago", view, user)
    return workspace.submit(view, user, **{"Name": "Neighbours", "Time_zone": zone, **values})


def stands(workspace: Workspace) -> tuple[str, str, bool, str | None]:
    """What is stored: name, zone, whether it was set up, and the announcement channel."""
    with workspace.database.transaction(workspace.coalition_id, Purpose.READ) as db:
        coalition = current(db)
        row = db.one_owned(WorkspaceRow, workspace.key.id)
        assert row is not None
        return coalition.name, coalition.timezone, coalition.set_up_at is not None, row.announcement_channel


class TestBefore:
    """Before it, everything works with the settings' name and zone, and nothing is announced."""

    def test_claims_work_and_nothing_is_announced(self, workspace: Workspace) -> None:
        workspace.type("/claim-district PA-07", BEN, GENERAL)
        workspace.settle()
        assert working_on(workspace, "PA-07")
        assert workspace.posted(CAMPAIGN) == []
        assert workspace.posted(GENERAL) == []

    def test_the_names_are_those_of_the_settings(self, on_sqlite: Workspace) -> None:
        settings = on_sqlite.runtime.settings
        assert stands(on_sqlite) == (settings.coalition_name, settings.coalition_timezone, False, None)
        told = answer(on_sqlite.type("/coalition members", BEN))
        assert told["text"].startswith(f"Members of {settings.coalition_name}\n")


class TestTheForm:
    """`/coalition setup` asks for name, time zone, announcement channel and deadline."""

    def test_it_asks_for_four_things(self, on_sqlite: Workspace) -> None:
        view = on_sqlite.type("/coalition setup", BEN).view
        assert view["title"] == "Set up the coalition"
        assert [block["label"]["text"] for block in view["blocks"]] == [
            "Name", "Time zone", "Announcement channel", "Deadline",
        ]  # fmt: skip
        assert field_of(view, "Announcement channel")["optional"]

    def test_what_it_stores(self, workspace: Workspace) -> None:
        told = filled(workspace, BEN, Announcement_channel=CAMPAIGN).view
        assert "Neighbours is set up, on Chicago time." in words_of(told).replace("\n", "")
        assert stands(workspace) == ("Neighbours", "America/Chicago", True, CAMPAIGN)

    def test_time_zones_are_completed_as_people_say_them(self, on_sqlite: Workspace) -> None:
        view = on_sqlite.type("/coalition setup", BEN).view
        assert on_sqlite.suggest("Time zone", "eastern", view, BEN)[0][0] == "New York (Eastern)"
        assert on_sqlite.suggest("Time zone", "denver", view, BEN)[0][0] == "Denver (Mountain)"
        assert on_sqlite.suggest("Time zone", "<!channel>", view, BEN) == []

    def test_a_name_of_spaces_is_asked_for_again(self, on_sqlite: Workspace) -> None:
        told = filled(on_sqlite, BEN, Name="   ")
        assert told.raw["field_errors"]
        assert not stands(on_sqlite)[2]
        assert roles_given(on_sqlite) == []

    def test_a_name_is_shown_as_it_is(self, on_sqlite: Workspace) -> None:
        filled(on_sqlite, BEN, Name="<!channel> & *us* 🕊️ שלום", Announcement_channel=CAMPAIGN)
        (hello,) = on_sqlite.posted(CAMPAIGN)
        assert "&lt;!channel&gt; &amp; *us* 🕊️ שלום announces" in hello["text"]
        assert "<!channel>" in words_of(hello)

    def test_without_a_channel_nothing_is_announced(self, on_sqlite: Workspace) -> None:
        told = filled(on_sqlite, BEN).view
        assert "without announcements" in words_of(told)
        on_sqlite.type("/claim-district PA-07", CORA, GENERAL)
        assert on_sqlite.posted(CAMPAIGN) == []
        assert on_sqlite.posted(GENERAL) == []


class TestWhoMay:
    """Whoever runs it first is admin; from then on only admins."""

    def test_the_first_is_admin(self, workspace: Workspace) -> None:
        filled(workspace, BEN)
        assert roles_given(workspace) == [(BEN, "admin", None)]
        workspace.type("/claim-district PA-07", CORA)
        workspace.settle()
        before = everything(workspace)
        told = answer(workspace.type("/coalition setup", CORA))
        assert told["ephemeral"]
        assert told["text"].startswith("Only admins can do this.")
        assert everything(workspace) == before

    def test_an_admin_may_change_it(self, on_sqlite: Workspace) -> None:
        filled(on_sqlite, BEN, Announcement_channel=CAMPAIGN)
        filled(on_sqlite, BEN, Name="Other", Announcement_channel=GENERAL)
        assert stands(on_sqlite) == ("Other", "America/Chicago", True, GENERAL)
        assert roles_given(on_sqlite) == [(BEN, "admin", None)]

    def test_of_two_with_the_form_open_the_first_to_send_it_is_admin(self, on_sqlite: Workspace) -> None:
        late = on_sqlite.type("/coalition setup", CORA).view
        zone = on_sqlite.pick("Time zone", "Chicago", late, CORA)
        filled(on_sqlite, BEN)
        on_sqlite.type("/claim-district PA-07", CORA)
        on_sqlite.settle()
        before = facts(on_sqlite)
        told = on_sqlite.submit(late, CORA, Name="Cora's", Time_zone=zone).view
        assert "Only admins can do this." in words_of(told)
        assert facts(on_sqlite) == before

    def test_opening_it_makes_nobody_admin(self, on_sqlite: Workspace) -> None:
        before = everything(on_sqlite)
        on_sqlite.type("/coalition setup", BEN)
        assert everything(on_sqlite) == before


class TestTheChannel:
    """The announcement channel is tested at once."""

    def test_it_says_hello_there(self, workspace: Workspace) -> None:
        filled(workspace, BEN, Announcement_channel=CAMPAIGN)
        (hello,) = workspace.posted(CAMPAIGN)
        assert hello["text"] == (
            "Neighbours announces new claims in <#C0CAMPAIGN>. To take a district, type /claim-district."
        )
        assert workspace.direct(BEN) == []

    def test_where_the_bot_is_no_member_the_person_is_told_to_invite_it(self, workspace: Workspace) -> None:
        filled(workspace, BEN, Announcement_channel=ELSEWHERE)
        assert "<#C0ELSEWHERE>" in with_words(workspace, "type /invite <@U0BOT> there", BEN)["text"]
        assert workspace.posted(ELSEWHERE) == []

    def test_once_invited_it_announces_there(self, on_sqlite: Workspace) -> None:
        filled(on_sqlite, BEN, Announcement_channel=ELSEWHERE)
        on_sqlite.settle()
        on_sqlite.type("/invite @coalition", BEN, ELSEWHERE)
        on_sqlite.type("/claim-district PA-07", CORA)
        (card,) = on_sqlite.posted(ELSEWHERE)
        shows(on_sqlite, card, "<@U0CORA> leads")
