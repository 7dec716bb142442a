"""Results and other rulings, from a form at the match to the second person's yes."""

from tests.acceptance.pages.desk import Desk

PRICES = {"1": 2000, "draw": 3000, "2": 4000}


def played(desk: Desk) -> None:
    """Ghana v Mali is over, and Ama had 40 points on Ghana at 2.00."""
    desk.programme("Ghana v Mali")
    desk.open_market("winner", PRICES)
    desk.bets("Ama", 40, ("winner", "1"))
    desk.play()


def enter(desk: Desk, who: str, home: str, away: str, **others: str) -> None:
    desk.looks(who, desk.event_path("/result"))
    scores = {"score-full_time-1": home, "score-full_time-2": away}
    desk.types(who, "/result", scores | others)


def test_a_result_is_due_until_it_is_entered(desk: Desk) -> None:
    played(desk)
    assert "Results are due 1 Ghana v Mali" in desk.looks("Kwesi", "/admin").text

    enter(desk, "Kwesi", "2", "1")

    assert "Results are due" not in desk.looks("Kwesi", "/admin").text
    assert "Rulings wait to be confirmed 1 Ghana v Mali" in desk.page.text


def test_what_a_result_would_do_is_shown_before_it_does(desk: Desk) -> None:
    played(desk)

    enter(desk, "Kwesi", "2", "1")
    assert desk.path.startswith("/admin/rulings/")
    assert "Full time 2 : 1" in desk.page.text
    assert "Points paid 80" in desk.page.text
    assert "40 become 80 points" in desk.page.text
    assert desk.outcomes("winner") == {}
    desk.fills_in("Kwesi", "/confirm")

    assert "In force" in desk.page.text
    assert desk.outcomes("winner") == {"1": "won", "draw": "lost", "2": "lost"}


def test_half_a_score_is_no_score(desk: Desk) -> None:
    played(desk)

    enter(desk, "Kwesi", "2", "")

    assert desk.answer.status_code == 422
    assert "Give a score for everybody, or for nobody." in desk.page.text
    assert desk.page.form("/result").fields["score-full_time-1"] == "2"


def test_what_is_doubted_is_saved_with_a_because(desk: Desk) -> None:
    played(desk)
    enter(desk, "Kwesi", "1", "1", **{"score-half_time-1": "2", "score-half_time-2": "0"})
    assert desk.answer.status_code == 409
    assert "full_time: nobody has fewer than in half_time" in desk.page.text

    desk.fills_in("Kwesi", "/result", anyway_because="The referee took a goal back")

    assert "This was doubted: full_time: nobody has fewer" in desk.page.text
    assert "All the same, because: The referee took a goal back" in desk.page.text


def test_a_correction_takes_a_second_admin(desk: Desk) -> None:
    played(desk)
    enter(desk, "Efua", "2", "1")
    desk.fills_in("Efua", "/confirm")
    enter(desk, "Efua", "1", "1", reason="The second goal was disallowed")
    assert "Somebody else has to confirm it." in desk.page.text
    assert not desk.page.leads_to("/confirm")
    assert "Won" in desk.page.text

    desk.looks("Yaw", desk.path)
    desk.fills_in("Yaw", "/confirm")

    assert desk.outcomes("winner") == {"1": "lost", "draw": "won", "2": "lost"}
    assert "The second goal was disallowed" in desk.page.text
    assert "Version 2" in desk.page.text


def test_a_correction_without_a_reason_is_told_so(desk: Desk) -> None:
    played(desk)
    enter(desk, "Efua", "2", "1")
    desk.fills_in("Efua", "/confirm")

    enter(desk, "Efua", "1", "1")

    assert desk.answer.status_code == 400
    assert "Say why the result is corrected" in desk.page.text


def test_nobody_confirms_by_a_form_of_their_own_what_takes_two(desk: Desk) -> None:
    played(desk)
    enter(desk, "Efua", "2", "1")
    desk.fills_in("Efua", "/confirm")
    enter(desk, "Efua", "1", "1", reason="The second goal was disallowed")

    desk.sends("Efua", f"{desk.path}/confirm")

    assert desk.answer.status_code == 403
    assert "Somebody else than who entered this has to confirm it." in desk.page.text
    assert desk.outcomes("winner")["1"] == "won"


def test_several_results_are_confirmed_at_once(desk: Desk) -> None:
    for event in ("Ghana v Mali", "Togo v Benin"):
        desk.programme(event)
        desk.play()
        enter(desk, "Kwesi", "1", "0")
    desk.looks("Kwesi", "/admin/results")

    ticks = [name for name in desk.page.form("/confirm").names if name.startswith("ruling-")]
    desk.types("Kwesi", "/confirm", dict.fromkeys(ticks, "true"))

    assert len(ticks) == 2
    assert "2 results are in force now." in desk.page.text


def test_an_abandoned_match_says_what_was_broken_off(desk: Desk) -> None:
    played(desk)

    enter(
        desk, "Kwesi", "1", "0",
        **{"score-half_time-1": "1", "score-half_time-2": "0", "ended": "abandoned",
           "cut-full_time": "true"},
    )  # fmt: skip

    assert "It was abandoned." in desk.page.text
    assert "Full time (broken off) 1 : 0" in desk.page.text


def test_a_custom_market_is_marked_by_hand(desk: Desk) -> None:
    desk.programme("Ghana v Mali")
    market = desk.open_market("mascot", {"goat": 2000, "lion": 2000}, kind="custom")
    desk.looks("Kwesi", f"/admin/markets/{market.id}/marks")
    goat, lion = (f"mark-{market.selections[key]}" for key in ("goat", "lion"))

    desk.types("Kwesi", "/marks", {goat: "won"})
    assert desk.answer.status_code == 400
    assert "Each selection of the market is marked" in desk.page.text
    desk.types("Kwesi", "/marks", {goat: "won", lion: "lost"})
    desk.fills_in("Kwesi", "/confirm")

    assert desk.outcomes("mascot") == {"goat": "won", "lion": "lost"}


def test_a_market_with_bets_is_made_void_by_two(desk: Desk) -> None:
    played(desk)
    desk.looks("Efua", f"/admin/markets/{desk.markets['winner'].id}")
    desk.fills_in("Efua", "/void", reason="The wrong teams were named")
    assert not desk.page.leads_to("/confirm")

    desk.looks("Yaw", desk.path)
    desk.fills_in("Yaw", "/confirm")

    assert set(desk.outcomes("winner").values()) == {"void"}


def test_a_price_that_was_an_error_is_corrected(desk: Desk) -> None:
    played(desk)
    ghana = desk.markets["winner"].selections["1"]
    desk.looks("Efua", f"/admin/markets/{desk.markets['winner'].id}")

    desk.fills_in(
        "Efua", "/prices", price=f"{ghana} 1", right="1.50", reason="The odds were swapped"
    )

    assert "version 1 should have been 1.50" in desk.page.text


def test_whoever_entered_it_takes_it_back_with_a_reason(desk: Desk) -> None:
    played(desk)
    enter(desk, "Kwesi", "2", "1")

    desk.fills_in("Kwesi", "/refuse", reason="")
    assert "Say why." in desk.page.text
    desk.fills_in("Kwesi", "/refuse", reason="Another match")

    assert "Refused" in desk.page.text
    assert "Results are due" in desk.looks("Kwesi", "/admin").text


def test_a_settlement_that_goes_on_is_shown_with_how_far_it_is(desk: Desk) -> None:
    played(desk)
    run = desk.game.run(desk.event)
    desk.sql("update settlement_run set state = 'running', finished_at = null where id = %s", run)
    desk.sql(
        "insert into settlement_part (tenant_id, run_id, kind, subject_id, total, done, created_at,"
        " updated_at) values (%s, %s, 'market', %s, 200, 50, now() - interval '10 seconds', now())",
        desk.tenant_id,
        run,
        desk.markets["winner"].id,
    )

    desk.looks("Kwesi", "/admin")

    assert "Bets are being settled" in desk.page.text
    assert "25 % 50 of 200 · 5 a second · 30 seconds to go" in desk.page.text
    assert 'hx-get="/admin/progress"' in desk.answer.text
