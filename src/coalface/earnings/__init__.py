"""Who earned what: parameters and actors, the account, the fuel, the stages."""
