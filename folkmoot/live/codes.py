"""Codes with which the server closes a socket. After ELSEWHERE, NOBODY and OVER a browser does not try again."""

FAULT = 1011
GARBAGE = 4400
NOBODY = 4401
ELSEWHERE = 4403
TOO_SLOW = 4408
OVER = 4410
FULL = 4413
TOO_MANY = 4429
