Attribute VB_Name = "PhulucPlain"
Option Explicit

' Starts the command line, waits, and shows what it wrote. Runs in Excel and in LibreOffice.
' -P: nothing that lies in the folder is taken for the program.
' The source is ASCII: Vietnamese texts stand in cells, and in the result as \uXXXX.

Private Const MOST_SECONDS = 3600

Public Sub RunPlain(ByVal Task As String)
    Dim Result As String
    ' No result could be written to an address.
    If LCase(Left(WorkFolder(), 4)) = "http" Then
        Named("Ket_qua").Value = Named("Tren_mang").Value
        Exit Sub
    End If
    Result = WorkFolder() & Application.PathSeparator & "ket_qua_nut.txt"
    On Error GoTo Failed
    RunCommand CommandLine(Task, Result), Result
    ShowResult Result
    Exit Sub
Failed:
    Named("Ket_qua").Value = Named("Khong_chay_duoc").Value
End Sub

Private Function WorkFolder() As String
    WorkFolder = Named("Thu_muc").Value
    If WorkFolder = "" Then WorkFolder = ThisWorkbook.Path
End Function

Private Function CommandLine(ByVal Task As String, ByVal Result As String) As String
    CommandLine = Quoted(Named("Python").Value) & " -P -m toolkit press " & Task & " -C " & Quoted(WorkFolder()) _
        & " --result " & Quoted(Result)
    If IsDate(Named("Ngay_bao_cao").Value) Then
        CommandLine = CommandLine & " --as-of " & Format(Named("Ngay_bao_cao").Value, "yyyy-mm-dd")
    End If
    If Named("Tep_danh_dau").Value <> "" Then
        CommandLine = CommandLine & " --file " & Quoted(Named("Tep_danh_dau").Value)
    End If
End Function

' A backslash at the end would take the quote behind it for a letter.
Private Function Quoted(ByVal Text As String) As String
    If Right(Text, 1) = "\" Then Text = Text & "\"
    Quoted = Chr(34) & Text & Chr(34)
End Function

' The cells of a name of this workbook, whichever workbook a person or a macro has opened in the meantime.
Public Function Named(ByVal Name As String) As Object
    Set Named = ThisWorkbook.Names(Name).RefersToRange
End Function

Public Function OnWindows() As Boolean
    OnWindows = InStr(Application.OperatingSystem, "Windows") > 0
End Function

' On Windows the shell of Windows waits for the command and knows every letter; elsewhere its result is waited for.
Private Sub RunCommand(ByVal Command As String, ByVal Result As String)
    Dim Started As Date
    If OnWindows() Then
        CreateObject("WScript.Shell").Run Command, 0, True
        Exit Sub
    End If
    Shell Command, 0
    Started = Now
    Do While Dir(Result) = ""
        If (Now - Started) * 86400 > MOST_SECONDS Then Err.Raise 1000
        Application.Wait Now + 1 / 86400
    Loop
End Sub

Private Function ReadResult(ByVal Path As String) As String
    Dim Files As Object, Stream As Object, Number As Integer, Text As String
    If OnWindows() Then
        Set Files = CreateObject("Scripting.FileSystemObject")
        Set Stream = Files.OpenTextFile(Path, 1)
        ReadResult = Stream.ReadAll
        Stream.Close
        Files.DeleteFile Path
        Exit Function
    End If
    Number = FreeFile
    Open Path For Input As #Number
    Do While Not EOF(Number)
        Line Input #Number, Text
        ReadResult = ReadResult & Text & Chr(10)
    Loop
    Close #Number
    Kill Path
End Function

' Each line: the kind, a tab, the text, a tab, where it leads.
Private Sub ShowResult(ByVal Path As String)
    Dim Lines As Variant, Parts As Variant, At As Integer, Shown As Integer
    Lines = Split(ReadResult(Path), Chr(10))
    Named("Cac_dong").ClearContents
    For At = 0 To UBound(Lines)
        Parts = Split(Lines(At) & Chr(9) & Chr(9), Chr(9))
        Select Case Parts(0)
            Case "headline"
                Named("Ket_qua").Value = "'" & Readable(Parts(1))
            Case "run"
                Named("Lan_chay").Value = "'" & Readable(Parts(1))
            Case "line"
                ShowLine Shown, Readable(Parts(1)), Readable(Parts(2))
                Shown = Shown + 1
            Case "open"
                OpenResult Readable(Parts(1))
        End Select
    Next
End Sub

Private Sub ShowLine(ByVal At As Integer, ByVal Text As String, ByVal Target As String)
    Dim Cell As Object
    If At >= Named("Cac_dong").Rows.Count Then Exit Sub
    Set Cell = Named("Cac_dong").Cells(At + 1, 1)
    Cell.Value = "'" & Text
    If Target = "" Then Exit Sub
    On Error Resume Next
    Cell.Worksheet.Hyperlinks.Add Cell, Target
    On Error GoTo 0
End Sub

' A workbook in Excel itself, anything else (a Word file, a draft) in the program that Windows has for it.
Private Sub OpenResult(ByVal Path As String)
    On Error Resume Next
    If InStr(LCase(Path), ".xls") > 0 Then
        Workbooks.Open Path
    ElseIf OnWindows() Then
        CreateObject("WScript.Shell").Run Quoted(Path)
    End If
    On Error GoTo 0
End Sub

Private Function Readable(ByVal Text As String) As String
    Dim At As Long
    At = InStr(Text, "\u")
    Do While At > 0
        Text = Left(Text, At - 1) & ChrW(CLng("&H" & Mid(Text, At + 2, 4))) & Mid(Text, At + 6)
        At = InStr(At + 1, Text, "\u")
    Loop
    Readable = Text
End Function
