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

' Lists the rows that LibreOffice would make higher than they are: sheet, row, height and wish in 1/100 mm.
Sub FindLowRows(sSource As String, sTarget As String)
    Dim oFiles, oText, oDoc, oSheet, oRow, oCursor, nRow As Long, nHeight As Long
    Dim aHidden(0) As New com.sun.star.beans.PropertyValue
    aHidden(0).Name = "Hidden"
    aHidden(0).Value = True
    oDoc = StarDesktop.loadComponentFromURL(sSource, "_blank", 0, aHidden())
    oFiles = createUnoService("com.sun.star.ucb.SimpleFileAccess")
    oText = createUnoService("com.sun.star.io.TextOutputStream")
    oText.setOutputStream(oFiles.openFileWrite(sTarget))
    oText.setEncoding("UTF-8")
    For Each oSheet In oDoc.Sheets
        oCursor = oSheet.createCursor()
        oCursor.gotoEndOfUsedArea(False)
        For nRow = 0 To oCursor.RangeAddress.EndRow
            oRow = oSheet.Rows.getByIndex(nRow)
            nHeight = oRow.Height
            oRow.OptimalHeight = True
            ' 23: numbers, dates, texts, formulas; blank rows are there for their height.
            If oRow.Height > nHeight And oRow.queryContentCells(23).Count > 0 Then
                oText.writeString(oSheet.Name & Chr(9) & (nRow + 1) & Chr(9) & nHeight & Chr(9) & oRow.Height & Chr(10))
            End If
        Next
    Next
    oText.closeOutput()
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
