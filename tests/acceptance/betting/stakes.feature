Feature: What may be staked
  A competition says what it takes and pays, and may keep its players from staking too much of what
  they have.

  Background:
    Given "Ghana beat Mali" is offered at 2.50
    And Ama has 1000 points

  Scenario Outline: From the least to the most
    Given the competition takes stakes from 10 to 50 points
    When Ama bets <stake> points on "Ghana beat Mali"
    Then <verdict>

    Examples:
      | stake | verdict                                      |
      | 9     | the bet is refused as "stake-below-minimum"  |
      | 10    | the bet stands                               |
      | 50    | the bet stands                               |
      | 51    | the bet is refused as "stake-above-maximum"  |

  Scenario Outline: What could pay too much is refused, and never cut
    Given the competition pays at most 100 points for a bet
    When Ama bets <stake> points on "Ghana beat Mali"
    Then <verdict>

    Examples:
      | stake | verdict                                     |
      | 40    | it may pay 100 points                       |
      | 41    | the bet is refused as "payout-above-limit"  |

  Scenario Outline: With care, a bet is at most 2 % of what there is
    Given the competition is played with care
    When Ama bets <stake> points on "Ghana beat Mali"
    Then <verdict>

    Examples:
      | stake | verdict                                          |
      | 20    | the bet stands                                   |
      | 21    | the bet is refused as "share-of-bankroll-passed" |

  Scenario: With care, a day is at most 10 % of what there was
    Given the competition is played with care
    And Ama has bet 20 points on "Ghana beat Mali" 5 times
    When Ama bets 1 point on "Ghana beat Mali"
    Then the bet is refused as "day-share-of-bankroll-passed"
    And Ama has 900 points left

  Scenario: A bet keeps the rules that it was placed by
    Given Ama has bet 40 points on "Ghana beat Mali"
    And the competition no longer lets bets be taken back
    When Ama takes the bet back
    Then the bet is cancelled

  Scenario: A new bet is placed by the new rules
    Given the competition no longer lets bets be taken back
    And Ama has bet 40 points on "Ghana beat Mali"
    When Ama takes the bet back
    Then it is refused as "too-late-to-cancel"
