"""One violation an invariant of prices."""

PLANTED = {
    "selections_show_their_newest_price": """
        insert into selection (tenant_id, market_id, number, key, name, odds, odds_version)
        values (uuidv7(), uuidv7(), 1, 'yes', 'Yes', 2000, 1);
        insert into price (tenant_id, selection_id, version, odds, source, author)
        select tenant_id, id, 1, 2001, 'hand', 'efua' from selection
    """,
    "prices_are_counted_without_a_gap": """
        insert into price (tenant_id, selection_id, version, odds, source, author)
        values (uuidv7(), uuidv7(), 1, 2001, 'hand', 'efua')
    """,
}
