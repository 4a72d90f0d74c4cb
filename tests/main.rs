//! All integration tests, in one binary so that they are linked once. Where does a new test go?
