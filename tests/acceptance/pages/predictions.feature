Feature: The sheet of a round
  Players fill in a whole round on one page and send it as one.

  Background:
    Given "Ghana v Mali" and "Togo v Niger" are played in "Round 1"
    And "Benin v Chad" is played in "Round 2"
    And Ama and Kofi play along

  Scenario: A round is saved as one
    When Ama fills in Round 1: Ghana v Mali 2:1, Togo v Niger 0:0
    Then she reads "Saved. You can change everything until it locks."
    And she reads "All predicted"
    And her tips are Ghana v Mali 2:1, Togo v Niger 0:0

  Scenario: What is wrong is said beside its line, and the rest is saved
    When Ama fills in Round 1: Ghana v Mali 2:1, Togo v Niger 1000:0
    Then she reads "A score is a whole number from 0 to 999."
    And "1000" still stands for Togo v Niger
    And her tips are Ghana v Mali 2:1

  Scenario: Half a score is none
    When Ama fills in Round 1: Ghana v Mali 2:
    Then she reads "Give both scores."
    And her tips are none

  Scenario: A match that locked meanwhile is refused, and what was typed is told
    Given Ama has opened Round 1
    And "Ghana v Mali" has locked
    When Ama sends what she typed: Ghana v Mali 3:1, Togo v Niger 1:1
    Then she reads "This event takes no more predictions. You had typed 3:1."
    And her tips are Togo v Niger 1:1

  Scenario: A sheet saved again leaves the time of each tip
    Given Ama has filled in Round 1: Ghana v Mali 2:1, Togo v Niger 0:0
    When Ama fills in Round 1: Ghana v Mali 2:1, Togo v Niger 4:0
    Then only her tip for Togo v Niger is newer

  Scenario: There is one joker a round
    When Ama fills in Round 1 with a joker on each: Ghana v Mali 2:1, Togo v Niger 0:0
    Then she reads "Your jokers of this round are on other events."
    And her joker is on Ghana v Mali

  Scenario: The tips of others show once a match has locked
    Given Kofi has predicted Ghana v Mali 5:4
    When Ama opens the tips of Ghana v Mali
    Then she reads "The tips of the others show when the match locks."
    And she no longer reads "5:4"

  Scenario: Everybody's tips stand side by side
    Given Kofi has predicted Ghana v Mali 5:4
    And Kofi has predicted Togo v Niger 7:7
    And "Ghana v Mali" has locked
    When Ama opens everybody's tips of Round 1
    Then she reads "5:4"
    And she no longer reads "7:7"

  Scenario: A bonus question is answered on the same sheet
    Given Efua asks "Who wins the cup?", Ghana or Mali
    When Ama answers Mali
    Then she reads "Saved."
    And her answer is Mali

  Scenario: In a break nothing is saved, and nothing typed is lost
    Given Ama takes a time-out
    When Ama fills in Round 1: Ghana v Mali 2:1
    Then "2" still stands for Ghana v Mali
    And her tips are none
