//! The procedure document: read, print, check, compare, render. Pure.
