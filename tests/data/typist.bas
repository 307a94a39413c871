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

' Presses a form button by its caption, as a person would, and lists what the cells of some names show afterwards.
Sub ClickButton(sSource As String, sCaption As String, sNames As String, sTarget As String, sFilled As String)
    Dim oFiles, oText, oDoc, oPage, oControl, oForm, aEvents, aName, oCells, aFill, nSheet As Integer, nShape As Integer
    Dim nControl As Integer, nRow As Long
    oDoc = OpenWithMacros(sSource)
    If Len(sFilled) > 0 Then
        aFill = Split(sFilled, "=")
        oDoc.NamedRanges.getByName(aFill(0)).ReferredCells.getCellByPosition(0, 0).FormulaLocal = aFill(1)
    End If
    oPage = oDoc.Sheets.getByIndex(0).DrawPage
    For nShape = 0 To oPage.Count - 1
        If oPage.getByIndex(nShape).supportsService("com.sun.star.drawing.ControlShape") Then
            oControl = oPage.getByIndex(nShape).Control
            If oControl.Label = sCaption Then
                oForm = oControl.Parent
                For nControl = 0 To oForm.Count - 1
                    If EqualUnoObjects(oForm.getByIndex(nControl), oControl) Then aEvents = oForm.getScriptEvents(nControl)
                Next
            End If
        End If
    Next
    oDoc.getScriptProvider().getScript(aEvents(0).ScriptCode).invoke(Array(), Array(), Array())
    oFiles = createUnoService("com.sun.star.ucb.SimpleFileAccess")
    oText = createUnoService("com.sun.star.io.TextOutputStream")
    oText.setOutputStream(oFiles.openFileWrite(sTarget))
    oText.setEncoding("UTF-8")
    For Each aName In Split(sNames, " ")
        oCells = oDoc.NamedRanges.getByName(aName).ReferredCells
        For nRow = 0 To oCells.Rows.Count - 1
            oText.writeString(aName & Chr(9) & oCells.getCellByPosition(0, nRow).String & Chr(10))
        Next
    Next
    oText.closeOutput()
    oDoc.close(True)
    StarDesktop.terminate()
End Sub

' Calls a function of a workbook's macros with one text and writes what it gives; a module that does not compile gives nothing.
Sub CallFunction(sSource As String, sFunction As String, sArgument As String, sTarget As String)
    Dim oFiles, oText, oDoc, oScript, sGiven As String
    oDoc = OpenWithMacros(sSource)
    On Error Resume Next
    oScript = oDoc.getScriptProvider().getScript("vnd.sun.star.script:VBAProject." & sFunction & "?language=Basic&location=document")
    sGiven = oScript.invoke(Array(sArgument), Array(), Array())
    On Error GoTo 0
    oFiles = createUnoService("com.sun.star.ucb.SimpleFileAccess")
    oText = createUnoService("com.sun.star.io.TextOutputStream")
    oText.setOutputStream(oFiles.openFileWrite(sTarget))
    oText.setEncoding("UTF-8")
    oText.writeString(sGiven)
    oText.closeOutput()
    oDoc.close(True)
    StarDesktop.terminate()
End Sub

Function OpenWithMacros(sSource As String)
    Dim aOptions(1) As New com.sun.star.beans.PropertyValue
    aOptions(0).Name = "Hidden"
    aOptions(0).Value = True
    aOptions(1).Name = "MacroExecutionMode"
    aOptions(1).Value = 4
    OpenWithMacros = StarDesktop.loadComponentFromURL(sSource, "_blank", 0, aOptions())
End Function
