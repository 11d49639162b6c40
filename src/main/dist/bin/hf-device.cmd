@echo off
rem Starts hf-device on Windows, as bin/hf-device does elsewhere.
setlocal DisableDelayedExpansion

set "HFD_JAR=%~dp0..\lib\hf-device.jar"
set "HFD_JDK="
set "HFD_JAVA="
set "HFD_MAJOR="
set "HFD_VERSION="
set "HFD_ARCHIVE="
set "HFD_KEEP="

rem The self-contained one was tried with its own Java alone.
set "HFD_JDK=%~dp0..\lib\runtime"
set "HFD_JAVA=%HFD_JDK%\bin\java.exe"
if exist "%HFD_JAVA%" goto version
set "HFD_JDK="
set "HFD_JAVA="

if not defined JAVA_HOME goto path
set "HFD_JDK=%JAVA_HOME:"=%"
set "HFD_JAVA=%HFD_JDK%\bin\java.exe"
if exist "%HFD_JAVA%" goto version
rem Taken from the loop, the name is only a text, whatever signs are in it.
for /f "delims=" %%i in ("%HFD_JDK%") do >&2 echo hf-device: JAVA_HOME is '%%i', but there is no bin\java.exe in it: set it to Java 17 or newer
exit /b 127

:path
for %%i in (java.exe) do set "HFD_JAVA=%%~$PATH:i"
for %%i in (java.exe) do set "HFD_JDK=%%~dp$PATH:i.."
if defined HFD_JAVA goto version
>&2 echo hf-device: no java in JAVA_HOME or PATH: install Java 17 or newer, or set JAVA_HOME to its folder
exit /b 127

:version
if not exist "%HFD_JDK%\release" goto run
for /f "usebackq tokens=1,2 delims==.-" %%a in ("%HFD_JDK%\release") do if "%%a"=="JAVA_VERSION" set "HFD_MAJOR=%%b"
if not defined HFD_MAJOR goto run
set "HFD_MAJOR=%HFD_MAJOR:"=%"
if %HFD_MAJOR% GEQ 17 goto archive
for /f "delims=" %%i in ("%HFD_JDK%") do >&2 echo hf-device: the Java in '%%i' is too old: set JAVA_HOME to Java 17 or newer
exit /b 126

:archive
rem The JVM takes one such setting: options of the user may have another.
if defined HF_DEVICE_JAVA_OPTS goto run
rem A Java that comes along has its archive built in.
if "%HFD_JDK%"=="%~dp0..\lib\runtime" set "HFD_KEEP=-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0" & goto run
for /f "usebackq tokens=1,2 delims==" %%a in ("%HFD_JDK%\release") do if "%%a"=="JAVA_VERSION" set "HFD_VERSION=%%~b"
set "HFD_ARCHIVE=%~dp0..\lib\hf-device-%HFD_VERSION%"
for %%i in ("%~dp0..\lib") do set "HFD_LIB=%%~fi"
set "HFD_MADE="
if exist "%HFD_ARCHIVE%.home" set /p HFD_MADE=<"%HFD_ARCHIVE%.home"
if exist "%HFD_ARCHIVE%.jsa" if /i "%HFD_MADE%"=="%HFD_LIB%" set "HFD_KEEP=-XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0" & set "HFD_ARCHIVE=-XX:SharedArchiveFile=%HFD_ARCHIVE%.jsa" & goto run
set "HFD_ARCHIVE="
if %HFD_MAJOR% LSS 19 goto run
if not defined LOCALAPPDATA goto run
if not exist "%LOCALAPPDATA%\hf-device\" mkdir "%LOCALAPPDATA%\hf-device" 2>nul
if not exist "%LOCALAPPDATA%\hf-device\" goto run
set "HFD_ARCHIVE=-XX:SharedArchiveFile=%LOCALAPPDATA%\hf-device\@version@-java-%HFD_VERSION%.jsa"
set "HFD_KEEP=-XX:+AutoCreateSharedArchive"

:run
if defined HFD_ARCHIVE set HFD_ARCHIVE="%HFD_ARCHIVE%"
rem Why these options: see bin/hf-device.
set "HFD_QUIET=-XX:+DisplayVMOutputToStderr -Xlog:disable"
if defined JAVA_TOOL_OPTIONS set "JAVA_TOOL_OPTIONS=%HFD_QUIET% %JAVA_TOOL_OPTIONS%"
if defined JDK_JAVA_OPTIONS set "JDK_JAVA_OPTIONS=%HFD_QUIET% %JDK_JAVA_OPTIONS%"
"%HFD_JAVA%" %HFD_QUIET% -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=2 -XX:+UseSerialGC -Xmx64m -Xmn24m -XX:-UsePerfData -XX:CompressedClassSpaceSize=16m -XX:ReservedCodeCacheSize=16m -XX:+SuppressFatalErrorMessage -Dsun.reflect.inflationThreshold=10000 %HF_DEVICE_JAVA_OPTS% %HFD_KEEP% %HFD_ARCHIVE% -jar "%HFD_JAR%" %*
exit /b %ERRORLEVEL%
