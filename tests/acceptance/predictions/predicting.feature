Feature: Predicting
  A player foretells the score of an event, free of stake, and may think again until it locks.

  Background:
    Given "Ghana v Mali" is played in "Matchday 1"
    And "Togo v Benin" is played in "Matchday 1"
    And "Chad v Niger" is played in "Matchday 2"
    And Ama and Kofi play along

  Scenario: A prediction stands
    When Ama predicts 2:1 for "Ghana v Mali"
    Then Ama's sheet has 2:1 for "Ghana v Mali"

  Scenario: A player thinks again
    Given Ama has predicted 2:1 for "Ghana v Mali"
    When Ama predicts 0:0 for "Ghana v Mali"
    Then Ama's sheet has 0:0 for "Ghana v Mali"

  Scenario: After the lock a prediction stays as it is
    Given Ama has predicted 2:1 for "Ghana v Mali"
    And "Ghana v Mali" has locked
    When Ama predicts 0:0 for "Ghana v Mali"
    Then it is refused as "predictions-locked"
    And Ama's sheet has 2:1 for "Ghana v Mali"

  Scenario: An event that began early takes no more predictions
    Given "Ghana v Mali" is "live"
    When Ama predicts 2:1 for "Ghana v Mali"
    Then it is refused as "predictions-locked"

  Scenario: Whoever takes a break predicts nothing
    Given Ama takes a time-out of 24 hours
    When Ama predicts 2:1 for "Ghana v Mali"
    Then it is refused as "taking-a-break"

  Scenario: A postponed event waits with its predictions
    Given "Ghana v Mali" is "postponed"
    When Ama predicts 2:1 for "Ghana v Mali"
    Then it is done

  Scenario: A whole round at once
    When Ama sends a sheet with
      | event        | score |
      | Ghana v Mali | 2:1   |
      | Togo v Benin | 0:3   |
    Then Ama's sheet of "Matchday 1" is
      | event        | score |
      | Ghana v Mali | 2:1   |
      | Togo v Benin | 0:3   |

  Scenario: What cannot be saved keeps nothing else from being saved
    Given "Ghana v Mali" has locked
    When Ama sends a sheet with
      | event        | score  |
      | Ghana v Mali | 2:1    |
      | Togo v Benin | 0:3    |
      | Chad v Niger | 1:1000 |
    Then these lines come back with what she typed
      | event        | score  | problem            |
      | Ghana v Mali | 2:1    | predictions-locked |
      | Chad v Niger | 1:1000 | score-out-of-range |
    And Ama's sheet has 0:3 for "Togo v Benin"

  Scenario: An event comes once in a sheet
    When Ama sends a sheet with
      | event        | score |
      | Ghana v Mali | 2:1   |
      | Ghana v Mali | 3:1   |
    Then these lines come back with what she typed
      | event        | score | problem         |
      | Ghana v Mali | 3:1   | predicted-twice |
    And Ama's sheet has 2:1 for "Ghana v Mali"

  Scenario: One joker a round
    Given Ama has put a joker on "Ghana v Mali"
    When Ama puts a joker on "Togo v Benin"
    Then it is refused as "no-joker-left"

  Scenario: Another round, another joker
    Given Ama has put a joker on "Ghana v Mali"
    When Ama puts a joker on "Chad v Niger"
    Then it is done

  Scenario: A joker moves while both events are open
    Given Ama has put a joker on "Ghana v Mali"
    When Ama moves her joker from "Ghana v Mali" to "Togo v Benin"
    Then Ama's joker of "Matchday 1" is on "Togo v Benin"

  Scenario: A joker stays on an event that has locked
    Given Ama has put a joker on "Ghana v Mali"
    And "Ghana v Mali" has locked
    When Ama moves her joker from "Ghana v Mali" to "Togo v Benin"
    Then Ama's joker of "Matchday 1" is on "Ghana v Mali"

  Scenario: Before the lock nobody sees what the others predict
    Given Ama has predicted 2:1 for "Ghana v Mali"
    When Kofi looks at the predictions of "Ghana v Mali"
    Then he learns that 1 has predicted and nothing more

  Scenario: After the lock everybody sees them
    Given Ama has predicted 2:1 for "Ghana v Mali"
    And Kofi has predicted 1:1 for "Ghana v Mali"
    And "Ghana v Mali" has locked
    When Kofi looks at the predictions of "Ghana v Mali"
    Then he sees 2:1 by Ama and 1:1 by Kofi

  Scenario: What is postponed is not shown, for it will open again
    Given Ama has predicted 2:1 for "Ghana v Mali"
    And "Ghana v Mali" has locked
    And "Ghana v Mali" is "postponed"
    When Kofi looks at the predictions of "Ghana v Mali"
    Then he learns that 1 has predicted and nothing more

  Scenario: Nobody reads another player's sheet
    Given Ama has predicted 2:1 for "Ghana v Mali"
    When Kofi looks at Ama's sheet
    Then it is refused as "no-such-entry"

  Scenario: Nobody predicts for another player
    When Kofi predicts 9:9 for "Ghana v Mali" in Ama's name
    Then it is refused as "no-such-entry"

  Scenario: A race has no score to predict
    Given "Grand Prix" is a race
    When Ama predicts 2:1 for "Grand Prix"
    Then it is refused as "no-score-to-predict"

  Scenario: Only what the competition is played on
    Given "Fiji v Tonga" is played elsewhere
    When Ama predicts 2:1 for "Fiji v Tonga"
    Then it is refused as "not-played-on"

  Scenario: An event that all communities share
    Given "Brazil v Peru" is shared by the platform
    When Ama predicts 2:1 for "Brazil v Peru"
    Then Ama's sheet has 2:1 for "Brazil v Peru"

  Scenario: Whoever has withdrawn predicts no more
    Given Ama has withdrawn
    When Ama predicts 2:1 for "Ghana v Mali"
    Then it is refused as "entry-not-there"

  Scenario: The community may do without
    Given the community has switched predictions off
    When Ama predicts 2:1 for "Ghana v Mali"
    Then it is refused as "predictions-off"
