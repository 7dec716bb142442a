Feature: Asking for points
  Players ask for points, and give them back.  An admin grants or refuses; many points need two.

  Background:
    Given Ama has 100 points
    And Efua and Yaw are admins

  Scenario: Asking moves nothing
    When Ama asks for 50 points
    Then Ama has 100 points left
    And 50 points wait for an admin

  Scenario: An admin grants
    Given Ama asks for 50 points
    When Efua approves it
    Then Ama has 150 points left
    And nothing waits for an admin

  Scenario: An admin refuses, and says why
    Given Ama asks for 50 points
    When Efua refuses it
    Then Ama has 100 points left
    And Ama reads that "we talked about it"

  Scenario: A decision is made once
    Given Ama asks for 50 points
    And Efua approves it
    When Yaw refuses it
    Then it is refused as "payment-decided"
    And Ama has 150 points left

  Scenario: Nobody grants themselves points
    Given Efua asks for 50 points
    When Efua approves it
    Then it is refused as "not-for-oneself"
    And Efua has 0 points left

  Scenario: One admin grants as many as the threshold
    Given Ama asks for 1000 points
    When Efua approves it
    Then Ama has 1100 points left

  Scenario: Above the threshold one admin is not enough
    Given Ama asks for 1001 points
    When Efua approves it
    Then Ama has 100 points left
    And 1001 points wait for an admin

  Scenario: The same admin twice is one admin
    Given Ama asks for 1001 points
    And Efua approves it
    When Efua approves it
    Then it is refused as "other-admin-needed"
    And Ama has 100 points left

  Scenario: Another admin makes two
    Given Ama asks for 1001 points
    And Efua approves it
    When Yaw approves it
    Then Ama has 1101 points left

  Scenario: Nobody is granted points in a break
    Given Ama asks for 50 points
    And Ama takes a time-out
    When Efua approves it
    Then it is refused as "player-in-a-break"
    And Ama has 100 points left

  Scenario: Nobody is granted points after they were excluded
    Given Ama asks for 50 points
    And Yaw excludes Ama
    When Efua approves it
    Then it is refused as "not-playing"
    And Ama has 100 points left

  Scenario: Who may not be granted points may be refused them
    Given Ama asks for 50 points
    And Ama takes a time-out
    When Efua refuses it
    Then nothing waits for an admin

  Scenario: Asked twice by a nervous finger
    Given Ama asks for 50 points
    When Ama's browser sends that again
    Then 50 points wait for an admin

  Scenario: Giving points back
    When Ama gives 100 points back
    Then Ama has 0 points left

  Scenario: Nobody gives back what is not there
    When Ama gives 101 points back
    Then it is refused as "not-enough-points"
    And Ama has 100 points left

  Scenario: Given back twice by a nervous finger
    Given Ama gives 60 points back
    When Ama's browser sends that again
    Then Ama has 40 points left

  Scenario: The statement tells the whole story
    Given Ama asks for 50 points
    And Efua approves it
    When Ama gives 30 points back
    Then Ama's statement goes from 100 by 150 to 120
