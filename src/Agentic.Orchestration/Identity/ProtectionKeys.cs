using System.Text;
using System.Xml.Linq;
using Agentic.Orchestration.Security;
using Agentic.Orchestration.Storage;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Agentic.Orchestration.Identity;

/// <summary>
/// The framework's keys for sessions and links, in the store, encrypted with a key of the master key's: a session that one host
/// began is good on every host, and whoever reads the database cannot make one.
/// </summary>
/// <param name="formerFolder">Where earlier versions kept them as files: sessions of that time stay good.</param>
internal sealed class ProtectionKeys(IProtectionKeyStore store, Secrets secrets, string formerFolder) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        var stored = List();
        if (stored.Count == 0 && Directory.Exists(formerFolder))
        {
            foreach (var file in Directory.EnumerateFiles(formerFolder, "key-*.xml"))
            {
                StoreElement(XElement.Load(file), Path.GetFileNameWithoutExtension(file));
            }
            stored = List();
        }
        return stored;
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        var key = Encoding.UTF8.GetBytes(element.ToString(SaveOptions.DisableFormatting));
        Wait(StoreAsync(friendlyName, secrets.EncryptProtectionKey(key, friendlyName)));
    }

    private async Task<bool> StoreAsync(string name, byte[] encrypted)
    {
        await store.AddAsync(name, encrypted, CancellationToken.None);
        return true;
    }

    private IReadOnlyList<XElement> List()
    {
        return
        [
            .. Wait(store.ListAsync(CancellationToken.None))
                .Select(key => XElement.Parse(Encoding.UTF8.GetString(secrets.DecryptProtectionKey(key.Content, key.Name)))),
        ];
    }

#pragma warning disable VSTHRD002
    /// <summary>The framework's interface is not async. It asks at the first session, and then once a day.</summary>
    private static T Wait<T>(Task<T> task) => Task.Run(() => task).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
