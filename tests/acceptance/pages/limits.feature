Feature: A page of one's limits
  Players see where they stand against each limit, change what they may pass, and take breaks.

  Background:
    Given Ama has 200 points

  Scenario: A first limit holds at once
    Given Ama has bet 30 points on "Ghana beat Mali"
    When Ama sets 100 points a day as her limit
    Then she reads "30 of 100 points used, 70 left."

  Scenario: A higher limit waits for a day
    Given Ama has a limit of 100 points a day
    When Ama sets 1500 points a day as her limit
    Then she reads "0 of 100 points used, 100 left."
    And she reads "1,500 points from"

  Scenario: A raise can be taken back
    Given Ama has a limit of 100 points a day
    And she has asked for 1500
    When Ama stays with what is in force
    Then she reads "0 of 100 points used, 100 left."
    And she no longer reads "1,500 points from"

  Scenario: What makes no sense is said beside the field
    When Ama sets -5 points a day as her limit
    Then she reads "Give a whole number, or nothing."
    And what she typed is still there

  Scenario: The community's caps are shown
    Given the community lets nobody stake more than 700 points a week
    When Ama opens /limits
    Then she reads "0 of 700 points used, 700 left."

  Scenario: A time-out begins at once
    When Ama takes a time-out of 72 hours
    Then she reads "You are taking a break."
    And her break lasts for 72 hours

  Scenario: Nobody excludes themselves by a slip of the finger
    When Ama excludes herself without saying that she understands
    Then she reads "Please tick this, so that we know that you mean it."
    And she takes no break

  Scenario: A self-exclusion begins at once
    When Ama excludes herself and says that she understands
    Then she reads "You are taking a break."

  Scenario: A reality check comes on every page
    Given Ama wants a reality check every 30 minutes
    And she has played for 40 minutes
    When Ama opens /profile
    Then she is told how long she has played

  Scenario: A reality check goes when it was seen
    Given Ama wants a reality check every 30 minutes
    And she has played for 40 minutes
    When Ama goes on
    Then she is on her profile again, and nobody tells her how long she has played
