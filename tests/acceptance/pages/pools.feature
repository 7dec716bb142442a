Feature: The page of pools
  Players see what a point would return, and stake in one form.

  Background:
    Given a pool on "Ghana v Mali"
    And Kofi has staked 30 points on Mali
    And Ama has 1000 points of her own

  Scenario: A stake goes into the pool
    When Ama stakes 10 points on Ghana
    Then she reads "Your stake is in the pool."
    And she reads "Ghana yours: 10 10 4"
    And Ama has 990 points in the competition

  Scenario: A form sent twice is one stake
    When Ama stakes 10 points on Ghana, and her browser sends it twice
    Then Ama has 990 points in the competition

  Scenario: What is wrong is said beside the field
    When Ama stakes 0 points on Ghana
    Then she reads "Stake a whole number of points, at least 1."
    And the form still says 0 on Ghana

  Scenario: Nobody stakes more than there is
    When Ama stakes 1001 points on Ghana
    Then she reads "You do not have that many points."
    And the form still says 1001 on Ghana

  Scenario: A locked pool takes no stake
    Given Ama has opened the page of pools
    And "Ghana v Mali" has locked
    When Ama sends a stake of 10 points on Ghana
    Then she reads "Waits for the result."
    And Ama has 1000 points in the competition
