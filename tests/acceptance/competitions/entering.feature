Feature: Entering a competition
  A player takes part once in a competition, begins with its starting points, and may leave and
  come back.  How they get in is for the competition to say.

  Scenario: Joining an open competition
    Given "World Cup" is running, with 500 starting points
    When Ama joins "World Cup"
    Then Ama plays in "World Cup"
    And Ama has 500 points in "World Cup"

  Scenario: Joining twice is joining once
    Given "World Cup" is running, with 500 starting points
    And Ama joins "World Cup"
    When Ama joins "World Cup"
    Then it is done
    And Ama has 500 points in "World Cup"

  Scenario: Twenty hasty clicks are one entry
    Given "World Cup" is running, with 500 starting points
    When Ama joins "World Cup" 20 times at once
    Then "World Cup" has 1 entry
    And Ama has 500 points in "World Cup"

  Scenario: A competition without starting points
    Given "Tips Only" is running, with 0 starting points
    When Ama joins "Tips Only"
    Then Ama has 0 points in "Tips Only"

  Scenario: A draft is not there yet
    Given "World Cup" is a draft
    When Ama joins "World Cup"
    Then it is refused as "no-such-competition"

  Scenario: Nobody joins what is over
    Given "World Cup" is running
    And Efua lets "World Cup" go on to "finished"
    When Ama joins "World Cup"
    Then it is refused as "not-running"

  Scenario: Nobody joins after the end
    Given "World Cup" is running
    And "World Cup" ended a minute ago
    When Ama joins "World Cup"
    Then it is refused as "not-running"

  Scenario: With a code
    Given "Office Cup" is running for those who know its code
    When Ama joins "Office Cup" with its code in capitals
    Then Ama plays in "Office Cup"

  Scenario Outline: With a wrong code
    Given "Office Cup" is running for those who know its code
    When Ama joins "Office Cup" with the code "<code>"
    Then it is refused as "code-wrong"
    And Ama has no entry in "Office Cup"

    Examples:
      | code       |
      |            |
      | aaaaaaaaaa |

  Scenario: With a code that was renewed
    Given "Office Cup" is running for those who know its code
    And Efua renews the code of "Office Cup"
    When Ama joins "Office Cup" with the earlier code
    Then it is refused as "code-wrong"

  Scenario: Only by invitation
    Given "Board Cup" is running for those who are invited
    When Ama joins "Board Cup"
    Then it is refused as "invitation-needed"

  Scenario: An invited player joins
    Given "Board Cup" is running for those who are invited
    And Efua invites Ama to "Board Cup"
    When Ama joins "Board Cup"
    Then Ama plays in "Board Cup"
    And the audit record tells of "entry.invited"

  Scenario: An invitation is declined
    Given "Board Cup" is running for those who are invited
    And Efua invites Ama to "Board Cup"
    And Ama withdraws from "Board Cup"
    When Ama joins "Board Cup"
    Then it is refused as "invitation-needed"

  Scenario: Nobody is invited who does not play here
    Given "Board Cup" is running for those who are invited
    When Efua invites somebody unknown to "Board Cup"
    Then it is refused as "nobody-by-that-name"

  Scenario: A request waits
    Given "Guild Cup" is running for those who are approved
    When Ama joins "Guild Cup"
    Then Ama waits to play in "Guild Cup"

  Scenario: A request is approved
    Given "Guild Cup" is running for those who are approved
    And Ama joins "Guild Cup"
    When Efua approves Ama in "Guild Cup"
    Then Ama plays in "Guild Cup"
    And Ama has 1000 points in "Guild Cup"
    And the audit record tells of "entry.approved"

  Scenario: A request is refused, and made again
    Given "Guild Cup" is running for those who are approved
    And Ama joins "Guild Cup"
    And Efua refuses Ama in "Guild Cup"
    When Ama joins "Guild Cup"
    Then Ama waits to play in "Guild Cup"

  Scenario: Only who asked is approved
    Given "World Cup" is running
    And Ama joins "World Cup"
    When Efua approves Ama in "World Cup"
    Then it is refused as "entry-not-there"

  Scenario: Who leaves and comes back keeps their points
    Given "World Cup" is running, with 500 starting points
    And Ama joins "World Cup"
    And Ama withdraws from "World Cup"
    When Ama joins "World Cup"
    Then Ama plays in "World Cup"
    And Ama has 500 points in "World Cup"

  Scenario: An excluded player is told why
    Given "World Cup" is running
    And Ama joins "World Cup"
    When Efua excludes Ama from "World Cup" because "two accounts"
    Then Ama is excluded from "World Cup" because "two accounts"
    And Kofi sees that Ama is excluded from "World Cup", but not why
    And the audit record tells of "entry.excluded"

  Scenario: An exclusion needs a reason
    Given "World Cup" is running
    And Ama joins "World Cup"
    When Efua excludes Ama from "World Cup" because " "
    Then it is refused as "reason-missing"

  Scenario: An excluded player does not just join again
    Given "World Cup" is running
    And Ama joins "World Cup"
    And Efua excludes Ama from "World Cup" because "two accounts"
    When Ama joins "World Cup"
    Then it is refused as "entry-excluded"

  Scenario: An excluded player returns
    Given "World Cup" is running, with 500 starting points
    And Ama joins "World Cup"
    And Efua excludes Ama from "World Cup" because "two accounts"
    When Efua lets Ama return to "World Cup"
    Then Ama plays in "World Cup"
    And Ama has 500 points in "World Cup"

  Scenario: A bot says that it is one
    Given "World Cup" is running
    When Robo, a bot, joins "World Cup"
    Then Robo is marked as a bot in "World Cup"

  Scenario: An admin marks a bot
    Given "World Cup" is running
    And Ama joins "World Cup"
    When Efua marks Ama as a bot in "World Cup"
    Then Ama is marked as a bot in "World Cup"
    And the audit record tells of "entry.marked"

  Scenario: Requests are nobody else's business
    Given "Guild Cup" is running for those who are approved
    And Ama joins "Guild Cup"
    When Kofi looks at the entry of Ama in "Guild Cup"
    Then it is refused as "no-such-entry"

  Scenario: Requests stand in the admins' list only
    Given "Guild Cup" is running for those who are approved
    When Ama joins "Guild Cup"
    Then Efua finds Ama among the entries of "Guild Cup"
    And Kofi finds nobody among the entries of "Guild Cup"

  Scenario: Nobody leaves what is over
    Given "World Cup" is running
    And Ama joins "World Cup"
    And Efua lets "World Cup" go on to "finished"
    When Ama tries to withdraw from "World Cup"
    Then it is refused as "competition-over"

  Scenario: Nobody withdraws somebody else
    Given "World Cup" is running
    And Ama joins "World Cup"
    When Kofi tries to withdraw Ama from "World Cup"
    Then it is refused as "no-such-entry"

  Scenario Outline: Admins who play do not let themselves in
    Given "<name>" is running for <whom>
    And Yaw, another admin, plays here
    And Efua <asks> to play in "<name>"
    When Efua <decides> herself in "<name>"
    Then it is refused as "own-entry"

    Examples:
      | name      | whom                   | asks         | decides  |
      | Guild Cup | those who are approved | asks         | approves |
      | Board Cup | those who are invited  | does not ask | invites  |

  Scenario: Another admin lets them in
    Given "Guild Cup" is running for those who are approved
    And Efua asks to play in "Guild Cup"
    When Yaw approves Efua in "Guild Cup"
    Then Efua plays in "Guild Cup"

  Scenario Outline: Where there is no other admin, one lets herself in
    Given "<name>" is running for <whom>
    And Efua <asks> to play in "<name>"
    When Efua <decides> herself in "<name>"
    Then it is done
    And the audit record tells of "<act>"

    Examples:
      | name      | whom                   | asks         | decides  | act            |
      | Guild Cup | those who are approved | asks         | approves | entry.approved |
      | Board Cup | those who are invited  | does not ask | invites  | entry.invited  |

  Scenario: Nobody says of herself that she is no bot
    Given "World Cup" is running
    And Yaw, another admin, plays here
    And Efua plays in "World Cup" by a bot
    When Efua says that she is no bot in "World Cup"
    Then it is refused as "own-entry"

  Scenario: Nobody ends her own exclusion
    Given "World Cup" is running
    And Efua plays in "World Cup" by a bot
    And Yaw excludes Efua from "World Cup"
    When Efua lets herself return to "World Cup"
    Then it is refused as "own-entry"
