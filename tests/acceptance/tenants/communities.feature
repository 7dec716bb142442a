Feature: Communities
  Each community lives at an address of its own and sees only itself.

  Scenario: A community founded at the command line answers at its address
    When the operator founds "lagos"
    Then "lagos" answers at its address
    And the founding of "lagos" stands in its audit record

  Scenario: Nobody lives at an unknown address
    Then nobody answers at "atlantis.localhost"

  Scenario: An address is given once
    Given the community "kumasi"
    When the operator founds "kumasi" again
    Then the operator is told that the address is taken
    And "kumasi" is listed once

  Scenario: A suspended community says so
    Given the community "bamako"
    When the operator suspends "bamako" because "the season is over"
    Then "bamako" shows a notice that it takes a break
    And the reason "the season is over" stands in the audit record of "bamako"

  Scenario: A suspended community goes on
    Given the community "dakar"
    And the operator suspends "dakar" because "maintenance"
    When the operator lets "dakar" go on because "done"
    Then "dakar" answers at its address
