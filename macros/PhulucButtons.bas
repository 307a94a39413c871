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

Public Sub PhulucSend()
    PressButton "send"
End Sub

' Through xlwings where there is Excel on Windows; by plain VBA everywhere else, and where xlwings did not get through.
Private Sub PressButton(ByVal Task As String)
    Named("Ket_qua").Value = Named("Dang_chay").Value
    If OnWindows() Then
        If RanThroughXlwings(Task) Then Exit Sub
    End If
    RunPlain Task
End Sub
