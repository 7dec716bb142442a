Feature: Odds
  Admins and feeds put prices on offer; every price that ever was is kept.

  Background:
    Given "Ghana v Mali" is on the programme
    And Efua has opened the usual markets

  Scenario: A price is entered by hand
    When Efua offers "Ghana" at 2.150
    Then players are offered "Ghana" at 2.150 as version 1

  Scenario: Who has not seen the newest price does not replace it
    Given Efua has offered "Ghana" at 2.150
    When Yaw, who saw no price, offers "Ghana" at 2.300
    Then it is refused as "prices-refused"
    And the refusal names "Ghana" as "price-stale"
    And players are offered "Ghana" at 2.150 as version 1

  Scenario: Many prices are entered at once
    When Efua offers "Ghana" at 2.150, "Draw" at 3.400 and "Mali" at 3.800
    Then players are offered "Draw" at 3.400 as version 1
    And players are offered "Mali" at 3.800 as version 1

  Scenario: One that is stale stops all
    Given Efua has offered "Draw" at 3.300
    When Yaw, who saw no price, offers "Ghana" at 2.150, "Draw" at 3.400 and "Mali" at 3.800
    Then the refusal names "Draw" as "price-stale"
    And "Ghana" is not on offer

  Scenario: Saying the same again changes nothing
    Given Efua has offered "Ghana" at 2.150
    When Efua offers "Ghana" at 2.150
    Then players are offered "Ghana" at 2.150 as version 1

  Scenario: A price that is none is refused
    When Efua offers "Ghana" at 1.000
    Then it is refused as "bad-request"
    And "Ghana" is not on offer

  Scenario: Prices are made of probabilities
    When Efua believes in 0.5, 0.25 and 0.25 and takes a margin of 0.25
    Then players are offered "Ghana" at 1.600 as version 1
    And players are offered "Mali" at 3.200 as version 1

  Scenario: A margin is tried out before it is entered
    When Efua tries 0.5, 0.25 and 0.25 with a margin of 0.25
    Then Efua reads the prices 1.600, 3.200 and 3.200
    And "Ghana" is not on offer

  Scenario: A feed enters prices
    When the feed's message 1 offers "Ghana" at 2.150
    Then players are offered "Ghana" at 2.150 as version 1

  Scenario: The record tells when a feed began, not what it said since
    Given the feed's message 1 has offered "Ghana" at 2.150
    When the feed's message 2 offers "Ghana" at 2.050
    Then the record tells once that the feed began
    And the record tells of no prices entered

  Scenario: A feed's message counts once
    Given the feed's message 1 has offered "Ghana" at 2.150
    And Efua has offered "Ghana" at 2.400
    When the feed's message 1 offers "Ghana" at 2.150
    Then players are offered "Ghana" at 2.400 as version 2

  Scenario: A feed's message that comes late changes nothing
    Given the feed's message 2 has offered "Ghana" at 2.150
    When the feed's message 1 offers "Ghana" at 1.900
    Then players are offered "Ghana" at 2.150 as version 1

  Scenario: A feed's number names one message
    Given the feed's message 1 has offered "Ghana" at 2.150
    When the feed's message 1 offers "Ghana" at 1.900
    Then it is refused as "feed-sequence-reused"

  Scenario: A feed's mistake is named, and nothing is entered
    When the feed's message 1 offers "Ghana" at 2.150 and something unknown at 3.000
    Then the refusal names item 1 as "no-such-selection"
    And "Ghana" is not on offer

  Scenario: What a feed could not enter may be sent again
    Given the feed's message 1 offered "Ghana" at 2.150 and something unknown at 3.000
    When the feed's message 1 offers "Ghana" at 2.150
    Then players are offered "Ghana" at 2.150 as version 1

  Scenario: How a price moved can be followed
    Given Efua has offered "Ghana" at 2.150
    And the feed's message 1 has offered "Ghana" at 2.050
    Then the prices of "Ghana" were 2.050 by feed and 2.150 by hand
    And players see that "Ghana" moved from 2.150 to 2.050

  Scenario: A community makes more or less of what all communities share
    Given "Chad v Niger" is on the programme of all communities
    And Sena, of the platform, has opened the usual markets
    And this community pays 0.900 of what is above the stake
    When Sena, of the platform, offers "Chad" at 2.150
    Then players are offered "Chad" at 2.035 as version 1

  Scenario: A community does not price what all communities share
    Given "Chad v Niger" is on the programme of all communities
    And Sena, of the platform, has opened the usual markets
    When Efua offers "Chad" at 2.150
    Then the refusal names "Chad" as "shared-market"
