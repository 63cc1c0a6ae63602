"""The clinician's page: pick, change, see and print handouts in a browser on this computer.

It calls the public API and nothing below it; Starlette and uvicorn come with the extra `serve`.
"""
