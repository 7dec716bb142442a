Feature: The leaderboard
  Players see who stands where, by what was settled as a whole.

  Background:
    Given Ama, Kojo and Esi play along
    And Ama bets 100 points on "Ghana v Mali"
    And Kojo bets 40 points on "Ghana v Mali"

  Scenario: What was won and lost moves players
    When "Ghana v Mali" is settled: Ama won, Kojo lost
    Then Ama has rank 1, with 1100 points
    And Esi has rank 2, with 1000 points
    And Kojo has rank 3, with 960 points

  Scenario: A settlement that goes on does not show
    When "Ghana v Mali" is half settled: Ama won
    Then Ama has rank 1, with 1000 points

  Scenario: Open stakes still count as theirs
    When the leaderboard is refreshed
    Then Ama has rank 1, with 1000 points

  Scenario: A corrected result moves players back
    Given "Ghana v Mali" is settled: Ama won, Kojo lost
    When "Ghana v Mali" is settled: Ama lost, Kojo won
    Then Kojo has rank 1, with 1040 points
    And Ama has rank 3, with 900 points

  Scenario: A void bet counts as if it had not been
    When "Ghana v Mali" is settled: Ama void, Kojo lost
    Then Ama has rank 1, with 1000 points

  Scenario: Excluded players are shown without a place
    Given "Ghana v Mali" is settled: Ama won, Kojo lost
    When Efua excludes Ama
    Then Ama has no rank, as "excluded"
    And Esi has rank 1, with 1000 points

  Scenario: A bot is shown without a place
    Given Ama is a bot
    When "Ghana v Mali" is settled: Ama won, Kojo lost
    Then Ama has no rank, as "bot"
    And Esi has rank 1, with 1000 points

  Scenario: Points that an admin gives count
    When Ama is granted 500 points
    Then Ama has rank 1, with 1500 points

  Scenario: A cashed-out bet counts
    When Ama cashes out for 70 points
    Then Ama has rank 3, with 970 points
