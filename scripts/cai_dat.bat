@echo off
setlocal
rem Python from the Microsoft Store will not do: what it writes below LOCALAPPDATA lands elsewhere.
chcp 65001 >nul
set "PYTHON="
call :find
pushd "%~dp0.."
for %%F in (python-3*-amd64.exe) do call :install "%%F"
popd
if defined PYTHON goto run
echo Máy chưa có Python 3.11 trở lên, bản 64 bit.
echo 1. Vào https://www.python.org/downloads/windows/ tải «Windows installer (64-bit)», bản 3.13.
echo 2. Nháy đúp tệp vừa tải, bỏ dấu chọn «Use admin privileges when installing py.exe», bấm «Install Now».
echo 3. Nháy đúp lại cai_dat.bat.
echo Máy không có mạng: chép tệp cài đặt Python vào cạnh thư mục scripts rồi nháy đúp lại cai_dat.bat.
pause
exit /b 1

:run
%PYTHON% "%~dpn0.py" %*
set "CODE=%errorlevel%"
pause
exit /b %CODE%

:find
for %%V in (3.13 3.12 3.11 3.14) do call :try py -%%V
call :try python
for %%V in (313 312 311 314) do call :try "%LOCALAPPDATA%\Programs\Python\Python%%V\python.exe"
for %%V in (313 312 311 314) do call :try "%ProgramFiles%\Python%%V\python.exe"
exit /b

:try
if defined PYTHON exit /b
%* -c "import sys, venv; sys.exit(sys.version_info < (3, 11) or sys.maxsize < 2**32 or 'WindowsApps' in sys.base_prefix)" >nul 2>nul
if not errorlevel 1 set PYTHON=%*
exit /b

rem An installer that somebody put beside this folder is run for this person only: no administrator is needed.
:install
if defined PYTHON exit /b
echo Đang cài Python, vài phút…
%1 /passive InstallAllUsers=0 InstallLauncherAllUsers=0 Include_test=0
call :find
exit /b
