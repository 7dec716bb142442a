Feature: Being told
  What concerns a player is told on the page, and by e-mail where they want it.

  Scenario: What is new is counted at the bell
    Given two bets of Ama's were settled and brought her 125 points
    When Ama looks at her notifications
    Then the bell counts 1
    And she reads "2 bets of yours are settled."
    And she reads "They bring you 125 points."

  Scenario: Whatever was opened is no longer new
    Given two bets of Ama's were settled and brought her 125 points
    When Ama opens it
    Then she is led to "/bets"
    And the bell counts nothing

  Scenario: All is marked as read at once
    Given two bets of Ama's were settled and brought her 125 points
    When Ama marks all as read
    Then the bell counts nothing

  Scenario: Others' notifications are nobody's business
    Given two bets of Ama's were settled and brought her 125 points
    When Kofi tries to open it
    Then there is no such notification for him
    And Ama's bell counts 1

  Scenario: What is not wanted on the page is not listed
    Given Ama wants to hear of settled bets by e-mail only
    When two bets of Ama's are settled
    Then the bell counts nothing
    And Ama gets a mail "2 bets of yours are settled."

  Scenario: Nobody switches off what keeps an account safe
    Given Ama has switched off everything
    When a key is made in Ama's name
    Then the bell counts 1
    And Ama gets a mail "A key for a program was made in your name."
    And it offers no way out of such mails

  Scenario: A mail program unsubscribes by itself
    Given Ama got a mail about a limit that she reached
    When her mail program asks for no more of these
    Then no mail about limits comes any more
    And mails about points still come

  Scenario: A link alone switches nothing off
    Given Ama got a mail about a limit that she reached
    When her mail program looks where its link leads
    Then a page asks whether she wants no more of these
    And mails about limits still come

  Scenario Outline: A link that was changed does nothing
    Given Ama got a mail about a limit that she reached
    When somebody sends its link with another <part>
    Then the link is not ours

    Examples:
      | part      |
      | kind      |
      | player    |
      | signature |

  Scenario: A mail is plain text and HTML, and loads nothing from outside
    Given Ama got a mail about a limit that she reached
    When Ama reads it
    Then text and HTML say the same
    And nothing in it is loaded from anywhere
    And it wears the colours of the community

  Scenario: A mail is in the language and by the clock of its reader
    Given Ama reads German and lives in Tokyo
    When an event locks at 10:00 UTC that Ama has not predicted
    Then the mail says "19:00" and is marked as German
