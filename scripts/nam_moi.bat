@echo off
setlocal
chcp 65001 >nul
rem Every .bat here is the same: it starts the .py of its own name with the Python that cai_dat.bat set up.
set "PYTHON="
for %%D in ("%LOCALAPPDATA%" "%PUBLIC%" "%SystemDrive%") do call :try "%%~D\phuluc_python\Scripts\python.exe"
if defined PYTHON goto run
echo Chưa cài đặt. Hãy nháy đúp cai_dat.bat trong cùng thư mục này.
pause
exit /b 1

:run
%PYTHON% "%~dpn0.py" %*
set "CODE=%errorlevel%"
if not "%CODE%"=="0" pause
exit /b %CODE%

:try
if not defined PYTHON if exist %1 set PYTHON=%1
exit /b
