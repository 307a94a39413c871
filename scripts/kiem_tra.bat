@echo off
setlocal
chcp 65001 >nul
rem Every .bat here is the same: it starts the .py of its own name with the Python that cai_dat.bat set up.
set "PYTHON="
for %%D in ("%LOCALAPPDATA%" "%PUBLIC%" "%SystemDrive%") do (
    if not defined PYTHON if exist "%%~D\phuluc_python\Scripts\python.exe" set "PYTHON=%%~D\phuluc_python\Scripts\python.exe"
)
if not defined PYTHON (
    echo Chưa cài đặt. Hãy nháy đúp cai_dat.bat trong cùng thư mục này.
    pause
    exit /b 1
)
"%PYTHON%" "%~dpn0.py" %*
set "CODE=%errorlevel%"
if not "%CODE%"=="0" pause
exit /b %CODE%
