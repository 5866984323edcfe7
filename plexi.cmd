@echo off
rem The command line. Once set up it runs the recorded Node directly; fc tells whether a pull changed what must be installed.
setlocal
set "root=%~dp0"
set "node="
call :find_node
if not defined node goto :setup
if not exist "%root%node_modules\.modules.yaml" goto :setup
fc /b "%root%pnpm-lock.yaml" "%root%.plexi\ready\pnpm-lock.yaml" >nul 2>nul || goto :setup
fc /b "%root%pnpm-workspace.yaml" "%root%.plexi\ready\pnpm-workspace.yaml" >nul 2>nul || goto :setup
fc /b "%root%scripts\toolchain.json" "%root%.plexi\ready\toolchain.json" >nul 2>nul || goto :setup
goto :run

:setup
where node >nul 2>nul || (
  echo plexi: Node 20 or newer is needed to set up; install it from nodejs.org and run this again. 1>&2
  exit /b 1
)
node "%root%scripts\boot.mjs" setup 1>&2 || exit /b 1
call :find_node
if not defined node (
  echo plexi: set-up ended without a usable Node; delete the folder .plexi and run this again. 1>&2
  exit /b 1
)

:run
if not defined NODE_COMPILE_CACHE set "NODE_COMPILE_CACHE=%root%.plexi\compile-cache"
"%node%" "%root%apps\cli\src\main.ts" %*
exit /b %errorlevel%

rem The path is kept relative to the checkout where it can be: a batch file misreads letters outside its code page.
:find_node
set "node="
if not exist "%root%.plexi\node-path" exit /b 0
set /p node=<"%root%.plexi\node-path"
if exist "%root%%node%" set "node=%root%%node%"
if not exist "%node%" set "node="
exit /b 0
