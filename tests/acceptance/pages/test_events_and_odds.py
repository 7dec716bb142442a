"""Events, their markets and odds, as officials have them in a browser without scripts."""

from tests.acceptance.pages.desk import Desk

CUP = b"""
sport,scheme,league,participants,starts,zone
ampe,goals,Osu League,Reds; Blues,2036-06-11 15:00,Africa/Accra
""".lstrip()


def with_usual_markets(desk: Desk, who: str = "Efua") -> None:
    desk.programme("Ghana v Mali")
    desk.looks(who, desk.event_path())
    desk.fills_in(who, "/usual")


def test_an_event_is_added_with_teams_that_nobody_knew(desk: Desk) -> None:
    desk.programme("Ghana v Mali")
    desk.looks("Efua", f"/admin/events/new?sport={desk.sport}")

    desk.fills_in(
        "Efua", "/admin/events/new", starts_at="2036-06-11T15:00", participants="Reds\nBlues"
    )

    assert "Reds v Blues" in desk.page.text
    assert "Wed 11 Jun, 15:00" in desk.page.text
    assert desk.looks("Efua", f"/admin/events?sport={desk.sport}&day=2036-06-11").text.count(
        "Reds v"
    )


def test_what_was_typed_stays_where_an_event_lacks_its_start(desk: Desk) -> None:
    desk.programme("Ghana v Mali")
    desk.looks("Efua", f"/admin/events/new?sport={desk.sport}")

    desk.fills_in("Efua", "/admin/events/new", starts_at="", participants="Reds\nBlues")

    assert desk.answer.status_code == 422
    assert "Say when it starts." in desk.page.text
    assert desk.page.form("/admin/events/new").fields["participants"] == "Reds\nBlues"


def test_the_usual_markets_are_open_with_one_click(desk: Desk) -> None:
    with_usual_markets(desk)

    assert desk.page.text.count("Open Suspend Close") == 11
    assert "Half time, full time" in desk.page.text


def test_many_prices_are_saved_at_once_and_others_stay(desk: Desk) -> None:
    with_usual_markets(desk)
    home, over = desk.cell("Ghana"), desk.cell("Over", "Total 2.5")

    desk.types("Efua", "/odds", {home: "2.15", over: "9/10"})

    assert "2 prices are on offer now." in desk.page.text
    assert desk.selection("Ghana")["odds"] == 2150
    assert desk.selection("Over", "Total 2.5")["odds"] == 1900
    assert desk.selection("Mali")["odds"] is None


def test_of_prices_that_make_no_sense_none_is_saved_and_nothing_typed_is_lost(desk: Desk) -> None:
    with_usual_markets(desk)
    home, away = desk.cell("Ghana"), desk.cell("Mali")

    desk.types("Efua", "/odds", {home: "2.15", away: "two"})

    assert desk.answer.status_code == 422
    assert "A price is written as 4.5, as 7/2 or as +350." in desk.page.text
    assert desk.page.form("/odds").fields[home] == "2.15"
    assert desk.page.form("/odds").fields[away] == "two"
    assert desk.selection("Ghana")["odds"] is None


def test_of_two_admins_at_one_price_the_second_is_told(desk: Desk) -> None:
    with_usual_markets(desk)
    home = desk.cell("Ghana")
    desk.looks("Yaw", desk.event_path())
    desk.types("Efua", "/odds", {home: "2.15"})

    desk.types("Yaw", "/odds", {home: "2.40"})

    assert desk.answer.status_code == 409
    assert "Somebody else has changed this price." in desk.page.text
    assert desk.selection("Ghana")["odds"] == 2150


def test_prices_come_of_probabilities_and_a_margin(desk: Desk) -> None:
    with_usual_markets(desk)
    market = desk.market("Winner")
    chances = zip(market["selections"], ("50", "25", "25"), strict=True)
    desk.looks("Efua", f"/admin/markets/{market['id']}")
    typed = {f"chance-{each['id']}": share for each, share in chances} | {"margin": "5"}

    desk.types("Efua", "/margin", typed)
    assert "50.0%" in desk.page.text
    assert "1.904" in desk.page.text
    assert desk.selection("Ghana")["odds"] is None
    desk.fills_in("Efua", "/margin", to=f"/admin/markets/{market['id']}/margin?enter=true")

    assert desk.selection("Ghana")["odds"] == 1904
    assert "From probabilities" in desk.page.text


def test_all_markets_of_an_event_are_suspended_at_once(desk: Desk) -> None:
    with_usual_markets(desk)

    desk.fills_in("Efua", f"{desk.event}/suspend")

    assert "11 markets are suspended now." in desk.page.text
    assert desk.market("Winner")["state"] == "suspended"


def test_a_market_is_closed_by_its_own_button(desk: Desk) -> None:
    with_usual_markets(desk)
    state = desk.event_path(f"/markets/{desk.market('Winner')['id']}/state?to=")
    assert state + "suspended" in desk.page.buttons
    assert state + "open" not in desk.page.buttons

    desk.sends("Efua", state + "closed")

    assert desk.answer.is_success
    assert desk.market("Winner")["state"] == "closed"


def test_what_a_market_may_cost_is_limited_beside_its_exposure(desk: Desk) -> None:
    desk.programme("Ghana v Mali")
    market = desk.open_market("winner", {"1": 2500, "2": 3000})
    desk.bets("Ama", 40, ("winner", "1"))
    desk.looks("Efua", f"/admin/markets/{market.id}")
    assert "60" in desk.page.text

    desk.fills_in("Efua", "/limit", soft="50", hard="500")
    assert "Limit of the market 60 / 500" in desk.page.text
    desk.looks("Efua", "/admin")

    assert "Exposure limits are passed" in desk.page.text
    assert f"/admin/markets/{market.id}" in desk.page.links


def test_a_scorer_ticks_the_score_but_sets_no_prices(desk: Desk) -> None:
    with_usual_markets(desk)
    desk.looks("Kwesi", desk.event_path())
    assert not desk.page.leads_to("/usual")
    assert "odds-" not in str(desk.page.form("/odds").names)
    desk.looks("Kwesi", desk.event_path("/score"))

    home = "score-full_time-1"
    form = desk.page.form("/score")
    form.names.add("add")
    desk.types("Kwesi", "/score", {"add": home, "status": "live", "clock": "12'"})
    desk.page.form("/score").names.add("add")
    desk.types("Kwesi", "/score", {"add": home})

    assert "Ghana v Mali 2 : 0 12'" in desk.page.text


def test_a_file_is_looked_at_before_it_is_imported(desk: Desk) -> None:
    desk.looks("Efua", "/admin/imports")

    desk.fills_in("Efua", "/admin/imports", files={"file": ("cup.csv", CUP)})
    assert "Reds v Blues" in desk.page.text
    assert desk.sql("select from event where tenant_id = %s", desk.tenant_id) == []
    desk.fills_in("Efua", "/apply", files={"none": ("", b"")})

    assert "Done: 5 added, 0 changed." in desk.page.text
    assert "Reds v Blues" in desk.looks("Efua", "/admin/events?sport=ampe").text


def test_each_bad_line_of_a_file_is_named(desk: Desk) -> None:
    file = b"sport,participants,starts\nampe,Reds; Blues,soon\nampe,Greens; Golds,2036-06-11\n"
    desk.looks("Efua", "/admin/imports")

    desk.fills_in("Efua", "/admin/imports", files={"file": ("cup.csv", file)})

    assert desk.answer.status_code == 400
    assert "2:starts: 'soon' is no day and time" in desk.page.text
    assert "3:starts: '2036-06-11' is no day and time" in desk.page.text


def test_a_shared_event_is_changed_by_the_platform_alone(desk: Desk) -> None:
    desk.programme("Ghana v Mali", shared=True)
    desk.looks("Efua", desk.event_path("/edit"))
    assert not desk.page.leads_to("/edit")

    desk.looks("Sena", desk.event_path("/edit?shared=true"))
    desk.fills_in("Sena", "/edit", venue="Kumasi")

    assert "Kumasi" in desk.page.text
    assert "shared=true" in str(desk.answer.url)


def test_a_postponed_event_says_so(desk: Desk) -> None:
    desk.programme("Ghana v Mali")
    desk.looks("Efua", desk.event_path("/edit"))

    desk.fills_in("Efua", "/status", status="postponed", why="")
    assert "Say why." in desk.page.text
    desk.fills_in("Efua", "/status", status="postponed", why="The pitch is under water")

    assert "Postponed" in desk.page.text
