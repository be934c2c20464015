using System.Buffers;
using System.Numerics;
using Harunire.Engine.State;
using Harunire.Model.Values;

namespace Harunire.Engine.Aggregates;

/// <summary>A sum without rounding: NUMBER keeps 40 digits, so taking a value away from a rounded sum would leave an error behind.</summary>
internal struct ExactSum
{
    private static readonly Int128 Limit = (Int128)1 << 125;

    private Int128 _small;
    private BigInteger _big;
    private bool _isBig;
    private int _scale;

    public readonly OracleNumber Value => _isBig ? OracleNumber.FromBigInteger(_big, _scale) : OracleNumber.FromScaled(_small, _scale);

    public void Add(in OracleNumber number, long weight)
    {
        if (!_isBig && number.TryToScaled(_scale, out long unscaled))
        {
            var product = (Int128)unscaled * weight;
            if (product < Limit && product > -Limit && _small < Limit && _small > -Limit)
            {
                _small += product;
                return;
            }
        }

        AddBig(number, weight);
    }

    public readonly void Write(IBufferWriter<byte> output)
    {
        var bytes = (_isBig ? _big : (BigInteger)_small).ToByteArray();
        StateCodec.Write(output, _scale);
        StateCodec.Write(output, bytes.Length);
        output.Write(bytes);
    }

    public void Read(ref ReadOnlySpan<byte> input)
    {
        _scale = (int)StateCodec.Read(ref input);
        var length = (int)StateCodec.Read(ref input);
        Keep(new BigInteger(input[..length]));
        input = input[length..];
    }

    private void AddBig(in OracleNumber number, long weight)
    {
        var sum = _isBig ? _big : _small;
        if (number.Scale > _scale)
        {
            sum *= BigInteger.Pow(10, number.Scale - _scale);
            _scale = number.Scale;
        }

        number.ToUnscaled(_scale, out var unscaled);
        Keep(sum + (unscaled * weight));
    }

    private void Keep(BigInteger sum)
    {
        _isBig = BigInteger.Abs(sum) >= (BigInteger)Limit;
        _big = _isBig ? sum : default;
        _small = _isBig ? 0 : (Int128)sum;
    }
}
