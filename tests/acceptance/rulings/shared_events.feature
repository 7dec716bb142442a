Feature: Ruling on what all communities share
  The platform's staff says how its events ended.  Each community settles by that, its own markets
  included.

  Background:
    Given "Ghana v Mali" is on the programme of all communities
    And its winner is bet on
    And the community asks a question of its own about it, "half-time winner"
    And the match was played

  Scenario: Officials of a community do not rule for all
    When Kwesi enters that it ended 2-1
    Then it is refused as "belongs-to-the-platform"

  Scenario: An admin of a community does not rule as the platform
    When Efua enters for all that it ended 2-1
    Then it is refused as "forbidden"

  Scenario: The platform's result grades what is shared, and lets everybody settle
    Given Sena has entered for all that it ended 2-1, 1-1 at half time
    When Sena confirms it for all
    Then the winner is graded "1 won, draw lost, 2 lost"
    And the community is among those that begin to settle
    And the half-time winner is not graded yet

  Scenario: A community's own market is graded when it begins to settle
    Given Sena has entered for all that it ended 2-1, 1-1 at half time
    And Sena has confirmed it for all
    When the community begins to settle by it, twice
    Then the half-time winner is graded "1 lost, draw won, 2 lost"
    And the half-time winner was graded once, by Sena's ruling

  Scenario: A community with four eyes asks the platform for two people
    Given the competition has four eyes
    And Sena has entered for all that it ended 2-1, 1-1 at half time
    When Sena confirms it for all
    Then it is refused as "needs-second-person"
    And that is because of "four_eyes"

  Scenario: A community sees what the platform's ruling would do to its bets
    Given Ama bet 100 on 1
    And Sena has entered for all that it ended 2-1, 1-1 at half time
    When Efua looks at what it would do
    Then 1 bet would end and 200 points would be paid

  Scenario: A community does not decide on the platform's rulings
    Given Sena has entered for all that it ended 2-1, 1-1 at half time
    When Efua confirms it
    Then it is refused as "shared-ruling"
