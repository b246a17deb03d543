"""Communes, distances, journeys and the map."""
