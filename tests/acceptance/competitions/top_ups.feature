Feature: Top-ups
  A competition may give points from time to time: to every entry that plays, once a period.

  Background:
    Given "World Cup" is running, with 500 starting points
    And "World Cup" tops up by 50 points each day

  Scenario: Whoever joined on an earlier day is topped up
    Given Ama joined "World Cup" yesterday
    When the day's top-ups are given
    Then Ama has 550 points in "World Cup"

  Scenario: Once a day, however often it is tried
    Given Ama joined "World Cup" yesterday
    When the day's top-ups are given 3 times at once
    Then Ama has 550 points in "World Cup"

  Scenario: And again on the next day
    Given Ama joined "World Cup" yesterday
    And the day's top-ups are given
    When the next day's top-ups are given
    Then Ama has 600 points in "World Cup"

  Scenario: Whoever joined today began with points already
    Given Ama joins "World Cup"
    When the day's top-ups are given
    Then Ama has 500 points in "World Cup"

  Scenario: Whoever withdrew gets nothing
    Given Ama joined "World Cup" yesterday
    And Ama has withdrawn from "World Cup"
    When the day's top-ups are given
    Then Ama has 500 points in "World Cup"

  Scenario: What is over tops up nobody
    Given Ama joined "World Cup" yesterday
    And Efua lets "World Cup" go on to "finished"
    When the day's top-ups are given
    Then Ama has 500 points in "World Cup"

  Scenario: More entries than one piece of work takes on
    Given Ama joined "World Cup" yesterday
    And Kofi joined "World Cup" yesterday
    When the day's top-ups are given one by one
    Then Ama has 550 points in "World Cup"
    And Kofi has 550 points in "World Cup"
