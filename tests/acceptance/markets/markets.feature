Feature: Markets
  An admin asks questions about an event; players answer them while they are open.

  Background:
    Given "Ghana v Mali" is on the programme

  Scenario: The usual markets open with one click
    When Efua opens the usual markets
    Then players are offered 11 markets
    And "Winner" asks for "Ghana, Draw, Mali"

  Scenario: Clicking twice opens nothing twice
    Given Efua has opened the usual markets
    When Efua opens the usual markets
    Then players are offered 11 markets

  Scenario: The usual markets of a race pay places
    Given the race of "Ajax, Bolt, Comet, Dash, Echo" is on the programme
    When Efua opens the usual markets
    Then players are offered 2 markets
    And "Winner" pays 2 places at a quarter of the odds

  Scenario: A draft is not shown to players
    When Efua adds a "both_score" market
    Then players are offered 0 markets

  Scenario: A draft is shown once it is opened
    Given Efua has added a "both_score" market
    When Efua opens "Both score"
    Then players are offered 1 markets
    And "Both score" asks for "Yes, No"

  Scenario: A total is asked against a line
    When Efua adds a "total" market with the line "3.25"
    Then the draft is called "Total 3.25"

  Scenario: A total without a line is refused
    When Efua adds a "total" market
    Then it is refused as "line-missing"

  Scenario: A question that nobody could grade is refused
    When Efua adds a "correct_score" market with the selections "2-1, draw"
    Then it is refused as "no-such-selection"

  Scenario: An admin asks a question of their own
    When Efua adds a "custom" market with the selections "rain, no-rain"
    Then the draft is called "Custom"

  Scenario: A late runner is added to an open market
    Given the race of "Ajax, Bolt, Comet, Dash, Echo" is on the programme
    And Efua has opened the usual markets
    And "Fleet" joins the race
    When Efua adds "Fleet" to "Winner" as "6"
    Then "Winner" asks for "Ajax, Bolt, Comet, Dash, Echo, Fleet"
    And "Fleet" has no price yet

  Scenario: Nobody is added twice
    Given Efua has opened the usual markets
    When Efua adds "Ghana" to "Winner" as "1"
    Then it is refused as "selection-twice"

  Scenario: A score that "any other" stands for is not added once the market is open
    Given Efua has opened the usual markets
    When Efua adds "4-4" to "Correct score" as "4-4"
    Then it is refused as "selection-changes-others"

  Scenario: A draft is still open to any score
    Given Efua has added a "correct_score" market
    When Efua adds "4-4" to "Correct score" as "4-4"
    Then the draft "Correct score" asks for "4-4", too

  Scenario: A market whose answers are fixed gets no other
    Given Efua has opened the usual markets
    When Efua adds "Maybe" to "Both score" as "maybe"
    Then it is refused as "selections-unfit"

  Scenario: A closed market gets no more answers
    Given Efua has opened the usual markets
    And Efua has closed "Winner"
    When Efua adds "Togo" to "Winner" as "3"
    Then it is refused as "market-state-unfit"

  Scenario: A suspended market can be opened again
    Given Efua has opened the usual markets
    And Efua has suspended "Winner"
    When Efua opens "Winner"
    Then players see "Winner" as "open"

  Scenario: A closed market never opens again
    Given Efua has opened the usual markets
    And Efua has closed "Winner"
    When Efua opens "Winner"
    Then it is refused as "market-state-unfit"
    And players see "Winner" as "closed"

  Scenario: All markets of an event are suspended at once
    Given Efua has opened the usual markets
    And Efua has closed "Winner"
    When Efua suspends the whole event
    Then players see 10 markets suspended
    And players see "Winner" as "closed"

  Scenario: All markets of a community are suspended at once
    Given Efua has opened the usual markets
    When Efua suspends all markets
    Then players see 11 markets suspended
    And the record says why

  Scenario: A market may lock before its event
    Given Efua has opened the usual markets
    When Efua locks "Winner" half an hour before the event
    Then players see that "Winner" locks half an hour before the event

  Scenario: A market never locks after its event
    Given Efua has opened the usual markets
    When Efua locks "Winner" a minute after the event
    Then it is refused as "locks-after-event"

  Scenario: A change to an older version is refused
    Given Efua has opened the usual markets
    And Efua has suspended "Winner"
    When Efua locks "Winner" half an hour before the event, as it was before
    Then it is refused as "market-changed"

  Scenario: A runner who withdraws is taken out, and Rule 4 takes from the others
    Given the race of "Ajax, Bolt, Comet, Dash, Echo" is on the programme
    And Efua has opened the usual markets
    And "Ajax" is at 2.000 and "Bolt" at 4.000
    When Efua withdraws "Ajax"
    Then players see "Winner" as "suspended"
    And "Bolt" is at 2.650

  Scenario: Only the platform changes what all communities share
    Given "Chad v Niger" is on the programme of all communities
    And Sena, of the platform, has opened the usual markets
    When Efua closes "Winner"
    Then it is refused as "shared-market"
    And players see "Winner" as "open"

  Scenario: A community suspends for itself what all communities share
    Given "Chad v Niger" is on the programme of all communities
    And Sena, of the platform, has opened the usual markets
    When Efua suspends "Winner"
    Then players see "Winner" as "suspended"
    And the platform sees "Winner" as "open"

  Scenario: A community opens again what it suspended for itself
    Given "Chad v Niger" is on the programme of all communities
    And Sena, of the platform, has opened the usual markets
    And Efua has suspended "Winner"
    When Efua opens "Winner"
    Then players see "Winner" as "open"

  Scenario: What the platform suspended, no community opens
    Given "Chad v Niger" is on the programme of all communities
    And Sena, of the platform, has opened the usual markets
    And Sena, of the platform, has suspended "Winner"
    When Efua opens "Winner"
    Then it is refused as "shared-market"
    And players see "Winner" as "suspended"

  Scenario: A closed market is closed in every community
    Given "Chad v Niger" is on the programme of all communities
    And Sena, of the platform, has opened the usual markets
    And Efua has suspended "Winner"
    When Sena, of the platform, closes "Winner"
    Then players see "Winner" as "closed"

  Scenario: Suspending an event suspends what is shared, too
    Given "Chad v Niger" is on the programme of all communities
    And Sena, of the platform, has opened the usual markets
    When Efua suspends the whole event
    Then players see 11 markets suspended
    And the platform sees "Winner" as "open"

  Scenario: The platform changes it for all
    Given "Chad v Niger" is on the programme of all communities
    And Sena, of the platform, has opened the usual markets
    When Sena, of the platform, suspends "Winner"
    Then players see "Winner" as "suspended"

  Scenario: A community asks its own questions about a shared event
    Given "Chad v Niger" is on the programme of all communities
    When Efua opens the usual markets
    Then players are offered 11 markets

  Scenario: Players do not make markets
    When Ama opens the usual markets
    Then it is refused as "forbidden"
