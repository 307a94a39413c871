Attribute VB_Name = "PhulucXlwings"
Option Explicit

' The way through xlwings, whose module is put beside this one when the control workbook is built.
' True where Python changed the result: then there is nothing left to do.

Public Function RanThroughXlwings(ByVal Task As String) As Boolean
    If Named("Khong_xlwings").Value <> "" Then Exit Function
    On Error GoTo Failed
    RunPython "import toolkit.excel; toolkit.excel.press('" & Task & "')"
    RanThroughXlwings = Named("Ket_qua").Value <> Named("Dang_chay").Value
Failed:
End Function
