Feature: Competitions without predictions
  An admin decides in which ways a competition is played.

  Scenario: Nobody predicts in a competition of fixed odds
    Given a competition of fixed odds only
    And "Ghana v Mali" is played in "Matchday 1"
    When Ama predicts 2:1 for "Ghana v Mali"
    Then it is refused as "predictions-not-played"
