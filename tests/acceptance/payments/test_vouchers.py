"""Steps of vouchers.feature, played over HTTP against a real database."""

from pytest_bdd import given, parsers, scenarios, when

from tests.acceptance.care import Care

scenarios("vouchers.feature")


@given(parsers.parse("{who} makes a voucher of {points:d} points"))
@when(parsers.parse("{who} makes a voucher of {points:d} points"))
def _(care: Care, who: str, points: int) -> None:
    care.make_vouchers(who, points=points)


@when(parsers.parse("{who} makes {count:d} vouchers of {points:d} points"))
def _(care: Care, who: str, count: int, points: int) -> None:
    care.make_vouchers(who, count=count, points=points)


@given(parsers.parse("{who} uses it"))
@when(parsers.parse("{who} uses it"))
def _(care: Care, who: str) -> None:
    care.deposit(who, code=care.codes[0])


@when(parsers.parse("{who} mistypes it"))
def _(care: Care, who: str) -> None:
    code = care.codes[0]
    care.deposit(who, code=code[:-1] + ("X" if code[-1] != "X" else "Y"))


@when("somebody uses it in another community", target_fixture="care")
def _(care: Care) -> Care:
    other = Care(care.world)
    other.deposit("Kwame", code=care.codes[0])
    return other


@given("it has expired")
def _(care: Care) -> None:
    care.as_superuser("update voucher set expires_at = now() where tenant_id = %s", care.tenant_id)


@given(parsers.parse("{who} withdraws it"))
@when(parsers.parse("{who} withdraws it"))
def _(care: Care, who: str) -> None:
    [voucher] = care.send(who, "GET", "/api/admin/vouchers").json()["items"]
    path = f"/api/admin/vouchers/{voucher['id']}/withdraw"
    care.ask(who, "POST", path, {"reason": "found on the floor"})
