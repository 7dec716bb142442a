Feature: Limits of exposure
  An admin limits what the bets on something may cost.  A bet of 40 points at 2.500 may cost 60.

  Background:
    Given "Ghana" is offered at 2.500 and "Mali" at 3.000

  Scenario: The bets that stand already count
    Given Ama has bet 40 points on "Ghana"
    When Efua limits the market to 100 points
    Then the limit stands at 60 points

  Scenario: Bets that come after count, too
    Given Efua has limited the market to 100 points
    When Ama bets 40 points on "Ghana"
    Then the limit stands at 60 points

  Scenario: A limit cannot undo what stands already
    Given Ama has bet 40 points on "Ghana"
    When Efua limits the market to 59 points
    Then it is refused as "exposed-beyond-limit"

  Scenario: A limit may be as low as what stands already
    Given Ama has bet 40 points on "Ghana"
    When Efua limits the market to 60 points
    Then the limit stands at 60 points

  Scenario Outline: Anything can be limited
    Given Ama has bet 40 points on "Ghana"
    When Efua limits the <level> to 100 points
    Then the limit stands at 60 points

    Examples:
      | level       |
      | selection   |
      | market      |
      | event       |
      | sport       |
      | competition |

  Scenario: What is not there cannot be limited
    When Efua limits a market that is not there to 100 points
    Then it is refused as "no-such-subject"

  Scenario: A passed soft limit is noted
    Given Efua wants to know when the market passes 50 points
    When Ama bets 40 points on "Ghana"
    Then the limit has been noted as passed
    And the market is "open"

  Scenario: A soft limit that is just reached is not passed
    Given Efua wants to know when the market passes 60 points
    When Ama bets 40 points on "Ghana"
    Then the limit has not been noted as passed

  Scenario: A passed soft limit suspends
    Given Efua wants the market suspended when it passes 50 points
    When Ama bets 40 points on "Ghana"
    Then the market is "suspended"

  Scenario: A market that was opened again stays open
    Given Efua wants the market suspended when it passes 50 points
    And Ama has bet 40 points on "Ghana"
    And the market is suspended, and Efua opens it again
    When Ama bets 10 points on "Ghana"
    Then the market is "open"

  Scenario: A passed soft limit shortens the price that would cost most
    Given Efua wants prices shortened by a tenth when the market passes 50 points
    When Ama bets 40 points on "Ghana"
    Then "Ghana" is at 2.350
    And "Mali" is at 3.000

  Scenario: A limit suspends what all communities share, for its own community
    Given "Chad" is offered to all communities at 2.500 and "Niger" at 3.000
    And Efua wants the market suspended when it passes 50 points
    When Ama bets 40 points on "Chad"
    Then the market is "suspended"
    And in other communities the market is "open"

  Scenario Outline: A limit shortens no price that all communities share
    Given "Chad" is offered to all communities at 2.500 and "Niger" at 3.000
    When Efua wants prices shortened by a tenth when the <level> passes 50 points
    Then it is refused as "not-yours-to-price"

    Examples:
      | level       |
      | market      |
      | event       |
      | competition |

  Scenario: Whatever lies below is suspended, shared or not
    Given "Chad" is offered to all communities at 2.500 and "Niger" at 3.000
    And Efua wants the event suspended when it passes 50 points
    When Ama bets 40 points on "Chad"
    Then the market is "suspended"

  Scenario: A limit can be taken away
    Given Efua has limited the market to 100 points
    When Efua takes the limit away
    Then there is no limit

  Scenario: An admin sees what would cost most
    Given Ama has bet 40 points on "Ghana"
    And Ama has bet 10 points on "Mali"
    When Efua looks at the market's exposure
    Then "Ghana" would cost 50 points and "Mali" would bring 20
    And "Ghana" would cost most

  Scenario: A whole competition is suspended at once
    Given Ama has bet 40 points on "Ghana"
    When Efua suspends the competition
    Then the market is "suspended"

  Scenario: Players do not see what the community may lose
    When Ama looks at the market's exposure
    Then it is refused as "forbidden"
