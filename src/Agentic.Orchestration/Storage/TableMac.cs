namespace Agentic.Orchestration.Storage;

/// <summary>A keyed digest of a table's content, so that a row changed behind the store's back is found.</summary>
public delegate byte[] TableMac(byte[] content);
