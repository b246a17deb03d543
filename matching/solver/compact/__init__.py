"""The compact model: a Boolean a pair and every rule a constraint, for CP-SAT and for HiGHS."""
