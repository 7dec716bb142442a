Feature: Pages of competitions
  Players find what is open to them, join with a tap, see what to bet on and what they have, and
  read the rules that hold there.

  Scenario: Whoever is new sees what to join
    Given "World Cup" is running
    When Ama visits the start page
    Then Ama reads "Join a competition, and play"
    And Ama can play along in "World Cup"

  Scenario: One tap, and one plays
    Given "World Cup" is running
    And it is played on "Ghana v Mali" at 2.5, 3.1 and 2.8
    And Ama visits the page of "World Cup"
    When Ama asks to join "World Cup"
    Then Ama reads "You are in, with 1,000 points."
    And Ama reads "Tap a price below"
    And Ama finds the price 2.50 of "Ghana v Mali"

  Scenario: A competition with a code asks for it
    Given "World Cup" is running, and lets players in by code
    And Ama visits the page of "World Cup"
    When Ama types the code "nonsense" for "World Cup"
    Then Ama reads "This is not the code of the competition."
    And what Ama typed is still there

  Scenario: Somebody has to be let in
    Given "World Cup" is running, and lets players in by approval
    And Ama visits the page of "World Cup"
    When Ama asks to join "World Cup"
    Then Ama reads "You have asked to join."

  Scenario: Nobody joins without an invitation
    Given "World Cup" is running, and lets players in by invitation
    When Ama visits the page of "World Cup"
    Then Ama reads "Only those play whom an admin invites."
    And Ama cannot join "World Cup"

  Scenario: Whoever withdraws may come back
    Given "World Cup" is running
    And Ama plays in "World Cup"
    And Ama visits the page of "World Cup"
    When Ama withdraws from "World Cup"
    Then Ama reads "You have withdrawn."
    And Ama can come back to "World Cup"

  Scenario: A draft is for admins' eyes
    Given "World Cup" is a draft
    When Ama visits the page of "World Cup"
    Then Ama is told that there is none

  Scenario: A community has prices of its own
    Given "World Cup" is running
    And it is played on "Ghana v Mali" at 2.5, 3.1 and 2.8
    And the community pays half of what a win brings on "Ghana v Mali"
    When Ama visits the page of "World Cup"
    Then Ama finds the price 1.75 of "Ghana v Mali"

  Scenario: What is over is a tap away
    Given "World Cup" is running
    And "Togo v Benin" of it ended 2:1
    When Ama looks at what was played in "World Cup"
    Then Ama reads "Togo 2 Benin 1"

  Scenario: The rules say what the settings are, and what they were
    Given "World Cup" is running
    And Efua changes the top-up of "World Cup" to 50 points each week
    When Ama visits the rules of "World Cup"
    Then Ama reads "Everybody gets 50 more points each Monday."
    And Ama reads "This is version 2"
    And Ama reads "Since then: Everybody gets 50 more points each Monday."

  Scenario: The start page shows what matters now
    Given "World Cup" is running
    And it is played on "Ghana v Mali" at 2.5, 3.1 and 2.8
    And Ama plays in "World Cup"
    And Ama bets 40 points on "Ghana v Mali"
    When Ama visits the start page
    Then Ama reads "Balance 960 At stake 40"
    And Ama reads "Ghana Mali 1 bet"
    And Ama reads "1 event in World Cup"
    And Ama finds the price 2.50 of "Ghana v Mali"

  Scenario: The first steps are shown until somebody has seen enough
    Given "World Cup" is running
    And Ama plays in "World Cup"
    When Ama hides the first steps
    Then Ama does not read "Your first steps"
