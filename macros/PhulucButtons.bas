Attribute VB_Name = "PhulucButtons"
Option Explicit

' One macro for each button of the control workbook. What a task does is Python's matter: toolkit/buttons.py.

Public Sub PhulucLint()
    PressButton "lint"
End Sub

Public Sub PhulucIssue()
    PressButton "issue"
End Sub

Public Sub PhulucValidate()
    PressButton "validate"
End Sub

Public Sub PhulucMerge()
    PressButton "merge"
End Sub

Public Sub PhulucFlag()
    PressButton "flag"
End Sub

Public Sub PhulucReport()
    PressButton "report"
End Sub
