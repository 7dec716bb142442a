Feature: The end of a season
  An admin ends a competition: standings stay, prizes are paid, once.

  Background:
    Given the prizes are 500, 300 and 200 points
    And Ama, Kojo and Esi play along
    And Ama bets 100 points on "Ghana v Mali"

  Scenario: The first get their prizes, by the standings before
    Given "Ghana v Mali" is settled: Ama won
    When Efua finishes the season, because "it is over"
    Then Ama holds 1600 points
    And Kojo holds 1300 points
    And Ama has rank 1, with 1100 points

  Scenario: A season is finished once
    Given "Ghana v Mali" is settled: Ama won
    And Efua finishes the season, because "it is over"
    When Efua finishes the season, because "it is over"
    Then Ama holds 1600 points

  Scenario: Equals share the sum of their places
    Given equals share their rank
    And "Ghana v Mali" is settled: Ama lost
    When Efua finishes the season, because "it is over"
    Then Kojo holds 1400 points
    And Esi holds 1400 points
    And Ama holds 1100 points

  Scenario: Bets that are open keep it going
    When Efua finishes the season, because "it is over"
    Then it is refused as "bets-open"
    And Ama holds 900 points

  Scenario: A settlement that goes on keeps it going
    Given "Ghana v Mali" is half settled: Ama won
    When Efua finishes the season, because "it is over"
    Then it is refused as "runs-go-on"

  Scenario: Before its end a reason is asked for
    Given "Ghana v Mali" is settled: Ama won
    When Efua finishes the season
    Then it is refused as "season-not-over"

  Scenario: Frozen standings stay as they are
    Given "Ghana v Mali" is settled: Ama won
    And Efua finishes the season, because "it is over"
    When "Ghana v Mali" is settled: Ama lost
    Then Ama has rank 1, with 1100 points

  Scenario: A season that is over for good does not run again
    Given "Ghana v Mali" is settled: Ama won
    And Efua finishes the season, because "it is over"
    When Efua lets it run again
    Then it is refused as "standings-frozen"

  Scenario: It is told and on record
    Given "Ghana v Mali" is settled: Ama won
    When Efua finishes the season, because "it is over"
    Then the prizes are announced
    And the audit record tells of "competition.standings_frozen"

  Scenario: Excluded players get no prize
    Given "Ghana v Mali" is settled: Ama won
    And Efua excludes Ama
    When Efua finishes the season, because "it is over"
    Then Ama holds 1100 points
    And Kojo holds 1500 points
