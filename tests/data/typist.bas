' Types into a workbook what a text file lists (sheet, cell, text by tabs; \n for a line break) and saves it.
Sub TypeIn(sSource As String, sTarget As String, sSuffix As String, sKeys As String, Optional sPassword As String)
    Dim oFiles, oText, oDoc, oCell, aParts, sLine As String, nHow As Integer
    Dim aHidden(0) As New com.sun.star.beans.PropertyValue
    aHidden(0).Name = "Hidden"
    aHidden(0).Value = True
    oDoc = StarDesktop.loadComponentFromURL(sSource, "_blank", 0, aHidden())
    oFiles = createUnoService("com.sun.star.ucb.SimpleFileAccess")
    oText = createUnoService("com.sun.star.io.TextInputStream")
    oText.setInputStream(oFiles.openFileRead(sKeys))
    oText.setEncoding("UTF-8")
    Do While Not oText.isEOF()
        sLine = oText.readLine()
        If Len(sLine) > 0 Then
            aParts = Split(sLine, Chr(9))
            oCell = oDoc.Sheets.getByName(aParts(0)).getCellRangeByName(aParts(1))
            If InStr(aParts(2), "\n") > 0 Then
                oCell.String = Join(Split(aParts(2), "\n"), Chr(10))
            Else
                oCell.FormulaLocal = aParts(2)
            End If
        End If
    Loop
    oText.closeInput()
    oDoc.calculateAll()
    Save(oDoc, sTarget, sSuffix, sPassword)
    oDoc.close(True)
    StarDesktop.terminate()
End Sub

Sub Save(oDoc, sTarget As String, sSuffix As String, sPassword As String)
    Dim aFilter(1) As New com.sun.star.beans.PropertyValue
    aFilter(0).Name = "FilterName"
    Select Case sSuffix
        Case "xlsx": aFilter(0).Value = "Calc MS Excel 2007 XML"
        Case "xls": aFilter(0).Value = "MS Excel 97"
        Case "ods": aFilter(0).Value = "calc8"
    End Select
    If Len(sPassword) > 0 Then
        aFilter(1).Name = "Password"
        aFilter(1).Value = sPassword
    End If
    oDoc.storeToURL(sTarget, aFilter())
End Sub
