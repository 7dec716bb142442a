Feature: Keys
  Players give their programs keys, which do less than they do themselves.

  Background:
    Given Ama is a player here

  Scenario: A key is shown once
    When Ama makes a key that may "read"
    Then Ama sees the key, and never again

  Scenario: A key reads
    Given Ama has a key that may "read"
    Then the key reads Ama's profile

  Scenario: A key for reading does not write
    Given Ama has a key that may "read"
    When the key signs Ama out everywhere
    Then the answer is 403 "key-too-narrow"

  Scenario: A key makes no keys
    Given Ama has a key that may "bet"
    When the key asks for another key
    Then the answer is 403 "not-with-key"

  Scenario: A key does not change its player
    Given Ama has a key that may "bet"
    When the key changes Ama's name
    Then the answer is 403 "not-with-key"

  Scenario: No key does more than its player
    When Ama's program asks for a key that may "admin"
    Then the answer is 403 "scope-too-wide"

  Scenario: An admin's key does only what it was made for
    Given Efua is an admin here
    And Efua has a key that may "read"
    When the key reads the audit record
    Then the answer is 403 "forbidden"

  Scenario: An admin's key for administering administers
    Given Efua is an admin here
    And Efua has a key that may "admin"
    Then the key reads the audit record

  Scenario: A demoted admin's key is worth no more than its player
    Given Efua is an admin here
    And Efua has a key that may "admin"
    When Efua is demoted
    And the key reads the audit record
    Then the answer is 403 "forbidden"

  Scenario: A revoked key is over
    Given Ama has a key that may "read"
    When Ama revokes the key
    Then the key is refused

  Scenario: A superadmin who does not play is asked to join before they make a key
    Given Yaw is a superadmin
    When Yaw opens the page of keys
    Then Yaw is asked to join, and led back to the keys

  Scenario: A superadmin who does not play looks after the community all the same
    Given Yaw is a superadmin
    When Yaw opens the first page
    Then Yaw sees where to look after communities

  Scenario: Nobody revokes another's key
    Given Efua is an admin here
    And Ama has a key that may "read"
    When Efua tries to revoke the key
    Then the key reads Ama's profile

  Scenario: An expired key is over
    Given Ama has a key that may "read"
    When the key's last day has passed
    Then the key is refused

  Scenario: A suspended player's keys are over, for good
    Given Ama has a key that may "read"
    When Ama is suspended, and then let off
    Then the key is refused

  Scenario: A wrong secret tells nothing
    Given Ama has a key that may "read"
    When the key's secret is changed
    Then the key is refused

  Scenario: A key is good in its own community
    Given Ama has a key that may "read"
    Then the key is refused elsewhere

  Scenario: Use is noted once a minute
    Given Ama has a key that may "read"
    When the key is used twice in a minute
    Then its use was noted once
