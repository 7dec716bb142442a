Feature: Bonus questions
  An admin asks what no score can tell, such as who wins the cup.  It locks at a time of its own.

  Background:
    Given Ama and Kofi play along
    And Efua has asked "Who wins the cup?" with the choices Ghana, Mali and Togo

  Scenario: An answer stands
    When Ama answers "Ghana"
    Then Ama's answer is "Ghana"

  Scenario: A player thinks again
    Given Ama has answered "Ghana"
    When Ama answers "Mali"
    Then Ama's answer is "Mali"

  Scenario: Only what is on offer
    When Ama answers "Brazil"
    Then it is refused as "no-such-choice"

  Scenario: After the lock an answer stays as it is
    Given Ama has answered "Ghana"
    And the question has locked
    When Ama answers "Mali"
    Then it is refused as "bonus-question-locked"
    And Ama's answer is "Ghana"

  Scenario: Before the lock nobody sees what the others answer
    Given Ama has answered "Ghana"
    When Kofi looks at the answers
    Then he learns that 1 has answered and nothing more

  Scenario: After the lock everybody sees it
    Given Ama has answered "Ghana"
    And Kofi has answered "Togo"
    And the question has locked
    When Kofi looks at the answers
    Then he sees Ghana by Ama and Togo by Kofi

  Scenario: An admin says what was right, and it is recorded
    Given the question has locked
    When Efua says that Ghana was right
    Then the right answers are "Ghana"
    And the audit record tells of "bonus_question.decided"

  Scenario: Several may be right
    Given the question has locked
    When Efua says that Togo, Ghana was right
    Then the right answers are "Ghana, Togo"

  Scenario: Two admins correct what was right
    Given the question has locked
    And Efua has said that Mali was right
    And Efua has said that Ghana was right because "Mali were disqualified"
    When Yaw says that Ghana was right
    Then he is told that it is confirmed
    And the right answers are "Ghana"

  Scenario: One admin alone corrects nothing
    Given the question has locked
    And Efua has said that Mali was right
    When Efua says that Ghana was right because "Mali were disqualified"
    Then she is told that it is pending
    And the right answers are "Mali"

  Scenario: Saying it twice is still one admin
    Given the question has locked
    And Efua has said that Mali was right
    And Efua has said that Ghana was right because "Mali were disqualified"
    When Efua says that Ghana was right because "I am sure"
    Then the right answers are "Mali"

  Scenario: A correction has a reason
    Given the question has locked
    And Efua has said that Mali was right
    When Efua says that Ghana was right
    Then it is refused as "bonus-correction-needs-reason"

  Scenario: Saying what counts already takes back what waits
    Given the question has locked
    And Efua has said that Mali was right
    And Efua has said that Ghana was right because "Mali were disqualified"
    And Yaw has said that Mali was right
    When Yaw says that Ghana was right because "They were after all"
    Then the right answers are "Mali"
    And Efua reads of the decisions that were pending, overtaken, confirmed

  Scenario: Whoever has answered does not decide alone
    Given Efua has answered "Ghana"
    And the question has locked
    When Efua says that Ghana was right
    Then she is told that it is pending

  Scenario: Two who have answered do not decide either
    Given Efua has answered "Ghana"
    And Yaw has answered "Ghana"
    And the question has locked
    And Efua has said that Ghana was right
    When Yaw says that Ghana was right
    Then it is refused as "both-have-answered"

  Scenario: Nobody says what was right while players still answer
    When Efua says that Ghana was right
    Then it is refused as "bonus-question-open"

  Scenario: A player does not say what was right
    Given the question has locked
    When Ama says that Ghana was right
    Then it is refused as "forbidden"

  Scenario: Asked twice by the same id, it is asked once
    When Efua sends the same question again
    Then it is done
    And there is 1 question

  Scenario: An id names one question
    When Efua sends another question by the same id
    Then it is refused as "bonus-question-id-reused"

  Scenario: A question that nobody has answered is put right
    When Efua changes the question to "Who wins the final?"
    Then the question is "Who wins the final?"
    And players are told of "bonus_question_changed"
    And the audit record tells of "bonus_question.changed"

  Scenario: What somebody has answered stays as it was asked
    Given Ama has answered "Ghana"
    When Efua changes the question to "Who wins the final?"
    Then it is refused as "bonus-question-answered"

  Scenario: After the lock a question stays as it was asked
    Given the question has locked
    When Efua changes the question to "Who wins the final?"
    Then it is refused as "bonus-question-locked"

  Scenario: A changed question makes sense
    When Efua changes the question to " "
    Then it is refused as "bonus-question-invalid"

  Scenario: A question is withdrawn, whoever has answered
    Given Ama has answered "Ghana"
    When Efua withdraws the question
    Then players are told of "bonus_question_withdrawn"
    And the audit record tells of "bonus_question.withdrawn"

  Scenario: A withdrawn question takes no more answers
    Given Efua has withdrawn the question
    When Ama answers "Ghana"
    Then it is refused as "bonus-question-withdrawn"

  Scenario: No answer to a withdrawn question is right
    Given Efua has withdrawn the question
    And the question has locked
    When Efua says that Ghana was right
    Then it is refused as "bonus-question-withdrawn"

  Scenario: Withdrawing twice is withdrawing once
    Given Efua has withdrawn the question
    When Efua withdraws the question
    Then it is done
    And players are told once of "bonus_question_withdrawn"

  Scenario: After the lock no question is withdrawn
    Given the question has locked
    When Efua withdraws the question
    Then it is refused as "bonus-question-locked"

  Scenario Outline: A question makes sense
    When Efua asks "<question>" with the choices <choices> for <points> points
    Then it is refused as "bonus-question-invalid"

    Examples:
      | question | choices      | points |
      |          | Ghana, Mali  | 10     |
      | Who?     | Ghana        | 10     |
      | Who?     | Ghana, Ghana | 10     |
      | Who?     | Ghana, Mali  | 0      |
      | Who?     | Ghana, Mali  | 1001   |
